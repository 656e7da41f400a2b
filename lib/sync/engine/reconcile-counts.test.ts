import fc from "fast-check";
import { expect, it } from "vitest";
import { systemClock } from "@/lib/base/clock";
import type { OrderWindow } from "@/lib/connectors/shop";
import type { ShopPort } from "@/lib/health/shop-port";
import type { SyncStore } from "@/lib/sync/engine/ports";
import { checkCounts } from "@/lib/sync/engine/reconcile-counts";

const unasked = (): never => {
  throw new Error("must not be asked");
};

const WINDOW: OrderWindow = { from: new Date(0), to: new Date(100_000_000) };

/** A shop that counts `there` orders but lists none, so that no search explains the difference. */
function mutePorts(there: number, ours: number) {
  let requests = 0;
  const shop: ShopPort = {
    pageSize: 100,
    countsCheaply: true,
    listsEveryOrder: true,
    preflight: unasked,
    describe: unasked,
    fetchOrder: unasked,
    listIds: async () => ({ ok: true, value: null }),
    cartsCounted: () => null,
    resetCartCounting: unasked,
    compareStatuses: unasked,
    countOrders: async () => {
      requests += 1;
      return { ok: true, value: there, clockSkewMs: null };
    },
    listChangedOrders: async () => {
      requests += 1;
      return { ok: true, clockSkewMs: null, value: { orders: [], unreadable: [], next: null, windowTotal: null } };
    },
  };
  const store: SyncStore = {
    trigger: "schedule",
    readCheckpoint: unasked,
    readBackfill: unasked,
    recordPaged: unasked,
    enterPhase: unasked,
    updateShop: unasked,
    listQuarantined: unasked,
    deferQuarantined: unasked,
    resolveMissingQuarantined: unasked,
    resolveNameless: unasked,
    listOpenOrders: unasked,
    recordRescanned: unasked,
    markRemoved: unasked,
    cutLedger: unasked,
    listStatusSamples: unasked,
    listIdsOfStatuses: unasked,
    listRemovedLately: unasked,
    listWitnesses: unasked,
    isConfirmedEmpty: async () => false,
    removeAll: unasked,
    suspectedSince: unasked,
    countStored: async () => ours,
    listStoredIds: async () => [],
    findInstant: async () => null,
    storePage: async () => ({ created: 0, updated: 0, unchanged: 0, quarantined: 0, outcomes: new Map(), older: [] }),
  };
  const ports = { shop, store, clock: systemClock, signal: new AbortController().signal };
  return { ports, asked: () => requests };
}

it("a count check costs one request if the counts agree, however many orders there are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), async (count) => {
      const { ports, asked } = mutePorts(count, count);
      const outcome = await checkCounts(ports, {
        window: WINDOW,
        isWhole: true,
        knownDifference: null,
        checksReach: false,
        retriesQuarantined: false,
      });
      expect(outcome).toMatchObject({ ok: true, countCheck: { shopCount: count, ourCount: count, isSearched: false } });
      expect(asked()).toBe(1);
    }),
  );
});

it("a count check searches for a new difference, and reports a known one without searching again", async () => {
  const { ports, asked } = mutePorts(7, 4);
  const searched = await checkCounts(ports, {
    window: WINDOW,
    isWhole: true,
    knownDifference: null,
    checksReach: false,
    retriesQuarantined: false,
  });
  expect(searched).toMatchObject({ ok: true, countCheck: { shopCount: 7, ourCount: 4, isSearched: true } });
  const before = asked();
  expect(before).toBeGreaterThan(1);
  const known = await checkCounts(ports, {
    window: WINDOW,
    isWhole: true,
    knownDifference: 3,
    checksReach: false,
    retriesQuarantined: false,
  });
  expect(known).toMatchObject({ ok: true, countCheck: { shopCount: 7, ourCount: 4, isSearched: false } });
  expect(asked() - before).toBe(1);
  await checkCounts(ports, { window: WINDOW, isWhole: true, knownDifference: 2, checksReach: false, retriesQuarantined: false });
  expect(asked() - before).toBeGreaterThan(2);
});
