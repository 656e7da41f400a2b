import { randomUUID } from "node:crypto";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/base/units";
import { startCheck } from "@/lib/check/mutations";
import type { ReadableOrder } from "@/lib/connectors/shop";
import { readWooOrder } from "@/lib/connectors/woocommerce/read-order";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { seal } from "@/lib/infra/secrets";
import { sqlWithin } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import { listOrdersAtEpoch, parcelOf, writeDemoRecord } from "@/lib/testing/demo-orders";
import type { DemoShop } from "@/lib/testing/demo-shops";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { woocommerce } from "@/lib/testing/fake-shops/woocommerce/handler";
import { writeLanes } from "@/prisma/demo/lane";
import { listPastRuns, PAST_DAYS, type PastRun } from "@/prisma/demo/past-runs";
import type { DemoPerson } from "@/prisma/demo/people";
import { playPast } from "@/prisma/demo/play-past";

export interface ShopToWrite {
  shop: DemoShop;
  epoch: Date;
  merchantId: string;
  /** The user who connected the shop. */
  member: DemoPerson;
}

/** One integration with its lanes, their incidents, past orders and runs, and a queued real check. */
export async function writeShop(tx: Transaction, { shop, epoch, merchantId, member }: ShopToWrite): Promise<void> {
  const scope = jobScope("demo", merchantId);
  const integrationId = randomUUID();
  const owner = { merchantId, integrationId };
  const orders = listOrdersAtEpoch(shop, epoch);
  const sealed = seal(JSON.stringify(shop.credentials), `integration:${integrationId}`);
  const connectedAt =
    shop.importedUntilMinutes === null ? new Date(epoch.getTime() - 2 * MINUTE_MS) : new Date(epoch.getTime() - PAST_DAYS * DAY_MS);
  await tx.integration.create({
    data: {
      merchantId,
      id: integrationId,
      name: shop.name,
      shopSystem: shop.shopSystem,
      baseUrl: shop.url,
      credentials: sealed.bytes,
      credentialsKeyId: sealed.keyId,
      shopSystemVersion: woocommerce.version,
      createdAt: connectedAt,
    },
  });
  await tx.auditEvent.create({
    data: {
      ...owner,
      actor: { kind: "member", ...member },
      action: "integration_connected",
      details: { address: shop.url, shopSystem: shop.shopSystem },
      at: connectedAt,
    },
  });
  const lastRunId = await writeRuns(tx, owner, listPastRuns(shop, orders, epoch));
  if (shop.importedUntilMinutes !== null && lastRunId) {
    const until = new Date(epoch.getTime() - shop.importedUntilMinutes * MINUTE_MS);
    const imported = orders.filter((order) => order.modifiedAt < until);
    await writeOrders(tx, scope, { integrationId, runId: lastRunId, orders: imported, shop });
    await writeParcels(tx, owner, { shop, epoch, member, orders: imported });
    await tx.coverageInterval.create({
      data: { ...owner, coveredFrom: new Date(0), coveredTo: until, runId: lastRunId, confirmedAt: until },
    });
  }
  await writeLanes(tx, owner, { shop, epoch, checkId: await askForCheck(tx, scope, shop, integrationId) });
  await playPast(tx, owner, new Date());
}

/** Not for the throttled shop: a check would find it healthy and start the sync that the demo leaves to the user. */
async function askForCheck(tx: Transaction, scope: MerchantScope, shop: DemoShop, integrationId: string): Promise<string | null> {
  if (shop.lanes.orders_in.state === "throttled") return null;
  const started = await startCheck(tx, scope, integrationId, "schedule");
  return started.ok ? started.value.checkId : null;
}

/** @returns the id of the last successful run */
async function writeRuns(
  tx: Transaction,
  owner: { merchantId: string; integrationId: string },
  runs: readonly PastRun[],
): Promise<string | null> {
  const { actor } = jobScope("schedule", owner.merchantId);
  const rows = runs.map((run) => ({ ...owner, id: randomUUID(), requestedBy: actor, phase: "done", ...recordRun(run) }));
  await tx.syncRun.createMany({ data: rows });
  return rows.findLast(({ status }) => status === "succeeded")?.id ?? null;
}

function recordRun({ at, trigger, window, created, updated, counted, failure, times }: PastRun) {
  const seconds = (count: number): Date => new Date(at.getTime() + count * SECOND_MS);
  const fetched = created + updated;
  return {
    trigger,
    status: failure ? "failed" : "succeeded",
    requestedAt: at,
    startedAt: seconds(1),
    finishedAt: seconds(2 + Math.ceil(fetched / 100)),
    windowFrom: window.from,
    windowTo: window.to,
    total: failure ? null : fetched,
    fetched,
    created,
    updated,
    shopCount: counted,
    ourCount: counted,
    ...(counted === null ? {} : { countCheckTo: window.to, countCheckIsWhole: true }),
    failure: failure?.code ?? null,
    failureParams: failure ? { status: failure.status, retryAfterSeconds: failure.retryAfterSeconds, detail: "" } : {},
    attempt: 1,
    ...times,
  };
}

interface OrdersToWrite {
  integrationId: string;
  runId: string;
  shop: DemoShop;
  orders: readonly FakeOrder[];
}

/** Stores the orders as an import of the shop's own records would. */
async function writeOrders(tx: Transaction, scope: MerchantScope, { integrationId, runId, shop, orders }: OrdersToWrite): Promise<void> {
  const read = orders.map((order) => readWooOrder(JSON.parse(JSON.stringify(writeDemoRecord(shop, order)))));
  const readable: ReadableOrder[] = read.flatMap((record) => (record.kind === "order" ? [record.order] : []));
  await storeOrders(sqlWithin(tx), scope, { integrationId, runId, orders: readable, unreadable: [] });
  await tx.$executeRaw`update shop_order set first_seen_at = modified_at, last_seen_at = modified_at
    where merchant_id = ${scope.merchantId}::uuid and integration_id = ${integrationId}::uuid`;
}

interface ParcelsToWrite extends Pick<ShopToWrite, "shop" | "epoch" | "member"> {
  orders: readonly FakeOrder[];
}

/** Attempts that the shop refused; the next one is late enough for the demo's pages to stay unchanged. */
const REFUSED = { attempts: 8, failure: "blocked", failureParams: { status: 403 } };
const NEXT_PUSH_MS = 2 * HOUR_MS;

/** Parcels recorded by the member: sent on the first attempt, or refused so far. */
async function writeParcels(
  tx: Transaction,
  owner: { merchantId: string; integrationId: string },
  { shop, epoch, member, orders }: ParcelsToWrite,
): Promise<void> {
  const stored = await tx.shopOrder.findMany({ where: owner, select: { id: true, externalId: true } });
  const idOf = new Map(stored.map(({ id, externalId }) => [externalId, id]));
  const rows = orders.flatMap((order) => {
    const parcel = parcelOf(shop, epoch, order);
    const orderId = idOf.get(String(order.id));
    if (!parcel || !orderId) return [];
    const { pushedAt, ...recorded } = parcel;
    const state = pushedAt
      ? { status: "sent", attempts: 1, sentAt: pushedAt }
      : { ...REFUSED, nextPushAt: new Date(epoch.getTime() + NEXT_PUSH_MS) };
    return [{ ...owner, ...recorded, ...state, orderId, source: "csv", recordedBy: { kind: "member", ...member } }];
  });
  await tx.shipment.createMany({ data: rows });
}
