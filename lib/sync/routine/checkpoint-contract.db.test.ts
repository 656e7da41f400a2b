import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { SECOND_MS } from "@/lib/base/units";
import { BREAKS } from "@/lib/connectors/records/breakdowns";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { normalize } from "@/lib/sync/engine/ledger";
import { claimRoutineSyncs } from "@/lib/sync/routine/claim";
import { openSyncStore } from "@/lib/sync/run/store";
import { recentOrders, refreshNow, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";

// A routine sync reads its checkpoint with the claim, in one SQL statement for many shops; other runs read it through their store. Both must
// agree for any shop.

afterAll(closeQueue);

const ORDERS = 30;
/** Recent orders are at least a minute apart; offsets are counted back from now. */
const offset = fc.integer({ min: 0, max: 40 * 3600 }).map((seconds) => seconds * SECOND_MS);
const interval = fc.tuple(offset, offset).map(([one, other]) => ({ from: Math.max(one, other) + SECOND_MS, to: Math.min(one, other) }));
const check = fc.record({
  hoursAgo: fc.integer({ min: 0, max: 8 }),
  shopCount: fc.option(fc.integer({ min: ORDERS - 1, max: ORDERS + 1 }), { nil: null }),
  isSearched: fc.boolean(),
  unlisted: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
  countCheckIsWhole: fc.boolean(),
});
const situation = fc.record({
  ledger: fc.array(interval, { maxLength: 4 }),
  removed: fc.subarray(Array.from({ length: ORDERS }, (_, index) => index)),
  sameSecond: fc.constantFrom(0, 3, 25),
  broken: fc.array(offset, { maxLength: 3 }),
  checks: fc.array(check, { maxLength: 4 }),
  shop: fc.record({
    historyDays: fc.constantFrom(null, 60),
    clockSkewMs: fc.constantFrom(0, -5_000, 3_600_000),
    importFrom: fc.constantFrom(null, new Date("2026-01-01T00:00:00Z")),
  }),
});

async function arrange({ scope, integrationId }: SyncedShop, given: ReturnType<typeof situation.generate>["value"]): Promise<void> {
  const { merchantId } = scope;
  const of = { merchantId, integrationId };
  const now = Date.now();
  await inMerchant(merchantId, async (tx) => {
    await tx.syncRun.deleteMany({ where: of });
    await tx.coverageInterval.deleteMany({ where: of });
    await tx.quarantinedOrder.deleteMany({ where: of });
    await tx.integration.update({ where: { merchantId_id: { merchantId, id: integrationId } }, data: given.shop });
    const orders = await tx.shopOrder.findMany({ where: of, orderBy: { externalId: "asc" }, select: { id: true } });
    for (const [index, { id }] of orders.entries())
      await tx.shopOrder.update({
        where: { merchantId_id: { merchantId, id } },
        data: {
          modifiedAt: new Date(Math.floor((now - (index < given.sameSecond ? 0 : index) * 3_600_000) / SECOND_MS) * SECOND_MS - SECOND_MS),
          removedAt: given.removed.includes(index) ? new Date() : null,
        },
      });
    // The ledger never contains intervals that overlap or touch.
    for (const { from, to } of normalize(given.ledger.map((ages) => ({ from: now - ages.from, to: now - ages.to }))))
      await tx.coverageInterval.create({ data: { ...of, coveredFrom: new Date(from), coveredTo: new Date(to), confirmedAt: new Date() } });
    for (const [index, age] of given.broken.entries())
      await tx.quarantinedOrder.create({
        data: { ...of, externalId: `broken-${index}`, error: BREAKS, raw: {}, modifiedAt: new Date(now - age) },
      });
    for (const [index, { hoursAgo, ...counts }] of given.checks.entries())
      await tx.syncRun.create({
        data: {
          ...of,
          ...counts,
          ourCount: counts.shopCount === null ? null : ORDERS,
          trigger: "schedule",
          requestedBy: scope.actor,
          status: "succeeded",
          phase: "done",
          requestedAt: new Date(now - hoursAgo * 3_600_000 - index * 60_000 - SECOND_MS),
        },
      });
    await tx.lane.updateMany({ where: { ...of, lane: "orders_in" }, data: { nextSyncAt: new Date(now - SECOND_MS) } });
  });
}

test("the checkpoint claimed with a routine sync equals the one that the store of its run reads", { retry: 0 }, async () => {
  const connected = await startSyncedShop(recentOrders(ORDERS));
  try {
    await refreshNow(connected);
    await fc.assert(
      fc.asyncProperty(situation, async (given) => {
        await arrange(connected, given);
        const leaseOwner = randomUUID();
        const request = { leaseOwner, most: 1_000, mostOfMerchant: 1_000, busyMerchants: [] };
        const claims = await claimRoutineSyncs(jobPlatformScope("schedule"), request);
        const claim = claims.find(({ integrationId }) => integrationId === connected.integrationId);
        if (!claim) throw new Error("the shop was not claimed");
        const held = { runId: claim.runId, integrationId: claim.integrationId, leaseOwner, trigger: "schedule" as const, attempt: 1 };
        expect(claim.checkpoint).toEqual(await openSyncStore(connected.scope, held).readCheckpoint());
      }),
      { numRuns: 40, endOnFailure: true },
    );
  } finally {
    await connected.shop.close();
  }
});
