import { describe, expect, it } from "vitest";
import { systemClock } from "@/lib/base/clock";
import { type Failed, type ShopFailure, type ShopResult, type UnreadableOrder, WHOLE_REACH } from "@/lib/connectors/shop";
import type { ShopPort } from "@/lib/health/shop-port";
import type { SyncStore } from "@/lib/sync/engine/ports";
import { rescanOpenOrders } from "@/lib/sync/engine/reread-orders";

const failing = (code: ShopFailure["code"], status = 500): Failed => ({
  ok: false,
  failure: { code, status, retryAfterSeconds: null, detail: "" },
});
const shown = (externalId: string): ShopResult<UnreadableOrder> => ({
  ok: true,
  value: { externalId, modifiedAt: null, error: "odd", raw: {} },
});
const gone: ShopResult<null> = { ok: true, value: null };
const unasked = (): never => {
  throw new Error("must not be asked");
};

interface Asked {
  /** Number of the attempt, from 1. */
  time: number;
}

/** Rereads the open orders 1 to `count` of a shop that answers by `answer`; `isUp`: it answers other requests. */
async function rescan(
  count: number,
  answer: (id: number, asked: Asked) => ShopResult<UnreadableOrder | null>,
  isUp = true,
  since: Date | null = null,
) {
  const removed: string[] = [];
  const asked: string[] = [];
  const quarantined: string[] = [];
  let lookedUp = 0;
  const shop: ShopPort = {
    pageSize: 100,
    countsCheaply: true,
    listsEveryOrder: true,
    preflight: async () => {
      lookedUp += 1;
      return isUp ? { ok: true, value: WHOLE_REACH, clockSkewMs: null } : failing("server_error");
    },
    describe: unasked,
    listChangedOrders: unasked,
    listIds: async () => ({ ok: true, value: null }),
    cartsCounted: () => null,
    resetCartCounting: unasked,
    compareStatuses: unasked,
    countOrders: unasked,
    fetchOrder: async (externalId) => {
      asked.push(externalId);
      return answer(Number(externalId), { time: asked.filter((id) => id === externalId).length });
    },
  };
  const store: SyncStore = {
    trigger: "rescan",
    readCheckpoint: unasked,
    readBackfill: unasked,
    recordPaged: unasked,
    enterPhase: unasked,
    updateShop: unasked,
    countStored: async () => count,
    listStoredIds: unasked,
    findInstant: unasked,
    storePage: async ({ unreadable }) => {
      quarantined.push(...unreadable.filter(({ error }) => error === "record: breaks").map(({ externalId }) => externalId));
      return { created: 0, updated: 0, unchanged: 0, quarantined: 0, outcomes: new Map(), older: [] };
    },
    listQuarantined: unasked,
    deferQuarantined: unasked,
    resolveMissingQuarantined: unasked,
    resolveNameless: unasked,
    listOpenOrders: async () => Array.from({ length: count }, (_, index) => `${index + 1}`),
    recordRescanned: async () => {},
    markRemoved: async (ids) => {
      removed.push(...ids);
    },
    cutLedger: unasked,
    listStatusSamples: unasked,
    listIdsOfStatuses: unasked,
    listRemovedLately: unasked,
    listWitnesses: async () => (count < 3 ? [] : ["900"]),
    isConfirmedEmpty: async () => false,
    removeAll: async () => {
      throw new Error("not expected");
    },
    suspectedSince: async () => since,
  };
  const failure = await rescanOpenOrders({ shop, store, clock: systemClock, signal: new AbortController().signal });
  return { removed, asked: asked.length, quarantined: quarantined.map(Number), lookedUp, failure: failure?.code ?? null };
}

describe("the rescan of open orders", () => {
  it("marks an order as removed if the shop no longer has it", async () => {
    expect(await rescan(60, (id) => (id === 7 ? gone : shown(`${id}`)))).toMatchObject({ removed: ["7"], asked: 60, failure: null });
    expect(await rescan(2, () => gone)).toMatchObject({ removed: ["1", "2"] });
  });

  it("does not trust a shop that reports every order as missing", async () => {
    expect(await rescan(60, () => gone)).toMatchObject({ removed: [], failure: "suspiciously_empty" });
  });

  it("removes many at once only if the shop reports them missing for a day", async () => {
    const most = (id: number) => (id > 20 ? gone : shown(`${id}`));
    expect(await rescan(60, most)).toMatchObject({ removed: [], failure: "suspiciously_empty" });
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    expect(await rescan(60, most, true, hoursAgo(23))).toMatchObject({ removed: [], failure: "suspiciously_empty" });
    const taken = await rescan(60, (id) => (id === 900 ? shown("900") : most(id)), true, hoursAgo(25));
    expect(taken).toMatchObject({ failure: null });
    expect(taken.removed).toHaveLength(40);
  });

  const isBroken = (id: number): boolean => id >= 20 && id < 32;

  it.each<[ShopFailure["code"], number]>([
    ["server_error", 500],
    ["server_error", 502],
    ["response_too_large", 200],
    ["connection_reset", 0],
  ])("quarantines orders that break the shop, however many in a row, and reads all others: %s %i", async (code, status) => {
    const found = await rescan(60, (id) => (isBroken(id) ? failing(code, status) : id === 40 ? gone : shown(`${id}`)));
    expect(found).toMatchObject({
      quarantined: [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31],
      removed: ["40"],
      asked: 72,
      failure: null,
    });
  });

  it("does not quarantine an order that a second request returns", async () => {
    const found = await rescan(60, (id, { time }) => (isBroken(id) && time === 1 ? failing("server_error") : shown(`${id}`)));
    expect(found).toMatchObject({ quarantined: [], asked: 72, failure: null });
  });

  it("requests only a few if very many orders break the shop, and leaves the rest to the next night", async () => {
    expect(await rescan(500, () => failing("server_error"))).toMatchObject({ asked: 50, failure: null });
    expect(await rescan(500, () => failing("response_timed_out"))).toMatchObject({ asked: 6, quarantined: [1, 2, 3], failure: null });
  });

  it("stops if the shop itself fails, and quarantines nothing", async () => {
    const isDown = false;
    expect(await rescan(60, () => failing("server_error"), isDown)).toMatchObject({ asked: 3, quarantined: [], failure: "server_error" });
    expect(await rescan(60, () => failing("server_error", 502), isDown)).toMatchObject({ asked: 1, lookedUp: 1, failure: "server_error" });
    expect(await rescan(60, () => failing("response_timed_out"), isDown)).toMatchObject({ asked: 1, lookedUp: 1, quarantined: [] });
    expect(await rescan(60, (id) => (id === 4 ? failing("blocked") : gone))).toMatchObject({ removed: [], asked: 4, failure: "blocked" });
  });
});
