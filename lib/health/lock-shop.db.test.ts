import { afterAll, expect, it } from "vitest";
import { startCheckAfterFailure } from "@/lib/check/mutations";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import type { LaneEvent } from "@/lib/health/lane/lane";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { claimParcel } from "@/lib/orders/tracking/claim-parcel";
import { finalizeFailedPush } from "@/lib/orders/tracking/finalize-push";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { startDueRecoveryProbes } from "@/lib/sync/due";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

afterAll(closeQueue);

const failure = { code: "server_error" as const, status: 500, retryAfterSeconds: null, detail: "" };
const failed: LaneEvent = { kind: "run_failed", failure, counts: true, followsProbe: false };

/** Locks the shop until `work` is done. */
const whileShopIsLocked = ({ integrationId }: ConnectedShop, work: (tx: Transaction) => Promise<void>): Promise<void> =>
  inPlatform(async (tx) => {
    await tx.$queryRaw`select 1 from integration where id = ${integrationId}::uuid for no key update`;
    await work(tx);
  });

const isAwaited = (tx: Transaction): Promise<void> =>
  expect
    .poll(
      async () =>
        (await tx.$queryRaw<unknown[]>`select 1 from pg_locks where not granted and transactionid = pg_current_xact_id()::xid`).length,
    )
    .toBe(1);

it("a failure locks the shop before its lane, so that it cannot deadlock with a transaction that holds the shop", async () => {
  const connected = await connectShop();
  const { scope, integrationId } = connected;
  let failing: Promise<unknown> | undefined;
  await whileShopIsLocked(connected, async (tx) => {
    failing = inMerchant(scope.merchantId, async (own) => {
      await applyLaneEvent(own, scope, { integrationId, lane: "orders_in", event: failed, now: new Date() });
      await startCheckAfterFailure(own, jobScope("test", scope.merchantId), integrationId, { always: true, since: new Date() });
    });
    await isAwaited(tx);
    await tx.$queryRaw`select 1 from lane where integration_id = ${integrationId}::uuid for no key update nowait`;
  });
  await failing;
});

it("a failed push locks the shop before lanes and parcels", async () => {
  const connected = await connectShop();
  const { scope, integrationId } = connected;
  const { merchantId } = scope;
  const at = new Date();
  const order = await inMerchant(merchantId, (tx) =>
    tx.shopOrder.create({
      data: {
        merchantId,
        integrationId,
        externalId: "1",
        number: "1",
        status: "processing",
        currency: "EUR",
        total: 1,
        placedAt: at,
        modifiedAt: at,
        raw: {},
        rawHash: new Uint8Array(32),
      },
    }),
  );
  await markShipped(scope, { orderId: order.id, carrier: "DHL", trackingNumber: "JJD1", trackingUrl: null });
  const claimed = await claimParcel(scope, integrationId);
  if (!claimed) throw new Error("no parcel is due");
  let failing: Promise<unknown> | undefined;
  await whileShopIsLocked(connected, async (tx) => {
    failing = finalizeFailedPush({ scope: jobScope("test", merchantId), integrationId, claimed }, failure, {
      concernsShop: true,
      ofLane: true,
    });
    await isAwaited(tx);
    await tx.$queryRaw`select 1 from lane where integration_id = ${integrationId}::uuid for no key update nowait`;
    await tx.$queryRaw`select 1 from shipment where integration_id = ${integrationId}::uuid for no key update nowait`;
  });
  await failing;
});

it("due recovery probes skip a shop that another transaction has locked", async () => {
  const connected = await connectShop();
  const { integrationId } = connected;
  const due = { nextRecoveryProbeAt: new Date(Date.now() - 1_000), state: "throttled", failingSince: new Date() };
  await inPlatform((tx) => tx.lane.updateMany({ where: { integrationId, lane: "orders_in" }, data: due }));
  await whileShopIsLocked(connected, async () => {
    expect(await startDueRecoveryProbes(jobPlatformScope("schedule"))).toBe(0);
  });
  expect(await startDueRecoveryProbes(jobPlatformScope("schedule"))).toBe(1);
});
