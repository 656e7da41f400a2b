import { describe, expect, it } from "vitest";
import { systemClock } from "@/lib/base/clock";
import type { ShopFailure, ShopResult, UnreadableOrder } from "@/lib/shops/shop";
import type { ShopPort, SyncStore } from "@/lib/sync/ports";
import { rescanOpenOrders } from "@/lib/sync/rescan-open-orders";

const failing = (code: ShopFailure["code"]): ShopResult<never> => ({
  ok: false,
  failure: { code, status: 500, retryAfterSeconds: null, detail: "" },
});
const shown = (externalId: string): ShopResult<UnreadableOrder> => ({
  ok: true,
  clockSkewMs: null,
  value: { externalId, modifiedAt: null, error: "odd", raw: {} },
});
const gone: ShopResult<null> = { ok: true, clockSkewMs: null, value: null };
const unasked = (): never => {
  throw new Error("must not be asked");
};

/** Reads the open orders 1 to `count` of a shop that answers by `answer`. */
async function rescan(count: number, answer: (id: number) => ShopResult<UnreadableOrder | null>) {
  const removed: string[] = [];
  const asked: string[] = [];
  const shop: ShopPort = {
    pageSize: 100,
    countsCheaply: true,
    preflight: unasked,
    describe: unasked,
    listChangedOrders: unasked,
    countOrders: unasked,
    fetchOrder: async (externalId) => {
      asked.push(externalId);
      return answer(Number(externalId));
    },
  };
  const store: SyncStore = {
    trigger: "rescan",
    readStanding: unasked,
    readBackfill: unasked,
    noteWalked: unasked,
    enterPhase: unasked,
    noteShop: unasked,
    countStored: unasked,
    listStoredIds: unasked,
    findMiddle: unasked,
    storePage: async () => ({ created: 0, updated: 0, unchanged: 0, setAside: 0, older: [] }),
    listSetAside: unasked,
    noteStillAside: unasked,
    settleSetAside: unasked,
    settleNameless: unasked,
    listOpenOrders: async () => Array.from({ length: count }, (_, index) => `${index + 1}`),
    noteRescanned: async () => {},
    markRemoved: async (ids) => {
      removed.push(...ids);
    },
  };
  const failure = await rescanOpenOrders({ shop, store, clock: systemClock, signal: new AbortController().signal });
  return { removed, asked: asked.length, failure: failure?.code ?? null };
}

describe("the look at open orders", () => {
  it("takes an order that the shop no longer has as removed", async () => {
    expect(await rescan(60, (id) => (id === 7 ? gone : shown(`${id}`)))).toEqual({ removed: ["7"], asked: 60, failure: null });
    expect(await rescan(2, () => gone)).toMatchObject({ removed: ["1", "2"] });
  });

  it("does not believe a shop that says of every order that there is none", async () => {
    expect(await rescan(60, () => gone)).toEqual({ removed: [], asked: 60, failure: null });
  });

  it("passes over an order that the shop cannot show, and ends at trouble of the shop itself", async () => {
    expect(await rescan(60, (id) => (id % 2 === 0 ? failing("server_error") : shown(`${id}`)))).toMatchObject({ asked: 60, failure: null });
    expect(await rescan(60, () => failing("server_error"))).toMatchObject({ asked: 3, failure: "server_error" });
    expect(await rescan(60, (id) => (id === 4 ? failing("blocked") : gone))).toEqual({ removed: [], asked: 4, failure: "blocked" });
  });
});
