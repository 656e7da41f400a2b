import { cleanText } from "@/lib/base/texts";
import { HOUR_MS } from "@/lib/base/units";
import { BREAKS } from "@/lib/connectors/records/breakdowns";
import { NAMELESS } from "@/lib/connectors/records/order-fields";
import type { OrderWindow } from "@/lib/connectors/shop";
import { type ShopSystem, toShopSystem } from "@/lib/connectors/shop-systems";
import { REREAD_ORDERS, shownSince } from "@/lib/sync/engine/plan";
import type { ShopRows } from "@/lib/sync/run/coverage-ledger";
import { type RunTriggerPolicy, triggersThat } from "@/lib/sync/triggers";

/** Open orders read per night, longest waiting first. */
const MAX_OPEN_ORDERS = 500;
/** Open orders older than this are not expected to ship. */
const OPEN_FOR_DAYS = 180;

interface Closed {
  /** The column with the state; `current_state` is in the raw record, as our status is translated. */
  field: "status" | "state" | "current_state";
  /** Final states; every other value counts as open. */
  values: readonly string[];
}

const CLOSED: Record<ShopSystem, Closed> = {
  woocommerce: { field: "status", values: ["completed", "cancelled", "refunded", "failed", "trash"] },
  magento: { field: "state", values: ["complete", "closed", "canceled"] },
  // The states of a new PrestaShop: delivered, cancelled, refunded, payment error.
  prestashop: { field: "current_state", values: ["5", "6", "7", "8"] },
  shopify: { field: "status", values: ["FULFILLED", "CANCELLED"] },
};

/** Ids of the open orders that were read longest ago. */
export async function listOpenOrders({ tx, merchantId, integrationId }: ShopRows): Promise<string[]> {
  const { shopSystem, historyDays } = await tx.integration.findUniqueOrThrow({
    where: { merchantId_id: { merchantId, id: integrationId } },
    select: { shopSystem: true, historyDays: true },
  });
  const { field, values } = CLOSED[toShopSystem(shopSystem)];
  const since = shownSince(historyDays, new Date());
  const rows = await tx.$queryRaw<{ external_id: string }[]>`
    select external_id from shop_order
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and removed_at is null
      and placed_at > now() - make_interval(days => ${OPEN_FOR_DAYS}) and (${since}::timestamptz is null or placed_at >= ${since})
      and coalesce(case when ${field}::text = 'status' then status else raw->>${field}::text end, '') <> all(${values}::text[])
    order by rescanned_at nulls first, placed_at desc, id limit ${MAX_OPEN_ORDERS}`;
  return rows.map((row) => row.external_id);
}

export async function recordRescanned({ tx, merchantId, integrationId }: ShopRows, externalIds: readonly string[]): Promise<void> {
  await tx.shopOrder.updateMany({
    where: { merchantId, integrationId, externalId: { in: [...externalIds] } },
    data: { rescannedAt: new Date() },
  });
}

/** When the first run since the last agreeing whole count ended as suspiciously empty. */
export async function readSuspectedSince({ tx, merchantId, integrationId }: ShopRows): Promise<Date | null> {
  const [found] = await tx.$queryRaw<{ since: Date | null }[]>`
    with recent as (
      select requested_at, finished_at, failure, status = 'succeeded' and count_check_is_whole and shop_count = our_count as agreed from sync_run
      where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and requested_at > now() - interval '30 days'
    )
    select min(finished_at) as since from recent
    where failure = 'suspiciously_empty' and requested_at > coalesce((select max(requested_at) from recent where agreed), '-infinity')`;
  return found?.since ?? null;
}

export async function listStatusSamples({ tx, merchantId, integrationId }: ShopRows) {
  const rows = await tx.$queryRaw<{ status: string; newest: string; oldest: string }[]>`
    select status, (array_agg(external_id order by placed_at desc, id))[1] as newest, (array_agg(external_id order by placed_at, id))[1] as oldest
    from shop_order
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and removed_at is null
    group by status order by count(*) desc, status`;
  return rows.map(({ status, newest, oldest }) => ({ status, samples: [...new Set([newest, oldest])] }));
}

export async function listIdsOfStatuses({ tx, merchantId, integrationId }: ShopRows, statuses: readonly string[]): Promise<string[]> {
  const rows = await tx.shopOrder.findMany({
    where: { merchantId, integrationId, removedAt: null, status: { in: [...statuses] } },
    select: { externalId: true },
  });
  return rows.map(({ externalId }) => externalId);
}

/** Removed orders that may come back; one run asks for no more. */
const REMOVED_LATELY = 20;

export async function listRemovedLately({ tx, merchantId, integrationId }: ShopRows): Promise<string[]> {
  const rows = await tx.$queryRaw<{ externalId: string }[]>`
    select external_id as "externalId" from shop_order
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and removed_at > now() - interval '30 days'
    order by removed_at desc, id limit ${REMOVED_LATELY}`;
  return rows.map(({ externalId }) => externalId);
}

const CONFIRMATION_HOURS = 24;

/** Whether a member has recently confirmed that the shop has no orders. */
export async function isConfirmedEmpty({ tx, merchantId, integrationId }: ShopRows): Promise<boolean> {
  const emptyConfirmedAt = { gt: new Date(Date.now() - CONFIRMATION_HOURS * HOUR_MS) };
  return (await tx.integration.count({ where: { merchantId, id: integrationId, emptyConfirmedAt } })) > 0;
}

/** Covers orders that were committed late while the last nightly run was reading. */
const NIGHTLY_OVERLAP_SECONDS = 600;

/** Since when a run rereads orders that the ledger confirms; null if it rereads none. */
export async function readRereadSince(rows: ShopRows, { rereadsDay, isRefresh }: RunTriggerPolicy): Promise<Date | null> {
  if (rereadsDay) return lastNightlyRun(rows);
  return isRefresh ? newestOrdersSince(rows) : null;
}

/** The shop's time at which the last nightly run began; two days ago if none is recorded, at most seven. */
async function lastNightlyRun({ tx, merchantId, integrationId }: ShopRows): Promise<Date | null> {
  const [found] = await tx.$queryRaw<{ since: Date | null }[]>`
    select greatest(coalesce(max(r.started_at), now() - interval '2 days'), now() - interval '7 days')
      + make_interval(secs => least(i.clock_skew_ms, 0) / 1000.0 - ${NIGHTLY_OVERLAP_SECONDS}::int) as since
    from integration i left join sync_run r on r.merchant_id = i.merchant_id and r.integration_id = i.id and r.status = 'succeeded'
      and r.trigger = any(${triggersThat(({ rereadsDay }) => rereadsDay)})
    where i.merchant_id = ${merchantId}::uuid and i.id = ${integrationId}::uuid group by i.clock_skew_ms`;
  return found?.since ?? null;
}

/**
 * Since when to reread the newest orders; null if their oldest second holds too many. Skips orders before one that the shop breaks on, because
 * their list cannot be read.
 */
async function newestOrdersSince({ tx, merchantId, integrationId }: ShopRows): Promise<Date | null> {
  const [oldest] = await tx.$queryRaw<{ since: Date | null }[]>`
    with broken as (
      select coalesce(date_trunc('second', max(modified_at)) + interval '1 second', '-infinity') as until from quarantined_order
      where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and resolved_at is null and error = ${BREAKS}
    ), oldest as (
      select date_trunc('second', min(modified_at)) as since from (select modified_at from shop_order
        where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and removed_at is null
          and modified_at >= (select until from broken)
        order by modified_at desc limit ${REREAD_ORDERS}) newest
    )
    select since from oldest where (select count(*) from (select 1 from shop_order o where o.merchant_id = ${merchantId}::uuid
      and o.integration_id = ${integrationId}::uuid and o.modified_at >= oldest.since limit ${2 * REREAD_ORDERS + 1}) many) <= ${2 * REREAD_ORDERS}`;
  return oldest?.since ?? null;
}

/** Quarantined orders that one run fetches, one request each. */
const MAX_QUARANTINED_AT_ONCE = 50;
/** A routine sync retries few orders: first after this time, then with doubling intervals. */
const MAX_DUE_AT_ONCE = 3;
const FIRST_RETRY_SECONDS = 600;

/** Ids of quarantined orders to fetch again, except those of this run, and records without an id, which cannot be fetched. */
export async function listQuarantined({ tx, merchantId, integrationId }: ShopRows, runId: string, which: "all" | "due"): Promise<string[]> {
  const rows = await tx.$queryRaw<{ externalId: string }[]>`
    select external_id as "externalId" from quarantined_order
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and resolved_at is null
      and run_id is distinct from ${runId}::uuid and not starts_with(external_id, ${NAMELESS})
      and (${which} = 'all' or last_seen_at + greatest(last_seen_at - first_seen_at, make_interval(secs => ${FIRST_RETRY_SECONDS})) <= now())
    order by last_seen_at, id limit ${which === "all" ? MAX_QUARANTINED_AT_ONCE : MAX_DUE_AT_ONCE}`;
  return rows.map(({ externalId }) => externalId);
}

export const inWindow = ({ from, to, placedFrom }: OrderWindow) => ({
  modifiedAt: { lt: to, ...(from ? { gte: from } : {}) },
  ...(placedFrom ? { placedAt: { gte: placedFrom } } : {}),
});

export async function countStored(rows: ShopRows, window: OrderWindow, countsQuarantined: boolean): Promise<number> {
  const { tx, merchantId, integrationId } = rows;
  const orders = await tx.shopOrder.count({ where: { merchantId, integrationId, removedAt: null, ...inWindow(window) } });
  if (!countsQuarantined) return orders;
  return orders + (await listQuarantinedIn(rows, window)).length;
}

/** Quarantined orders of a window that are not stored in another version; without a modification time, only of the unbounded one. */
export async function listQuarantinedIn({ tx, merchantId, integrationId }: ShopRows, window: OrderWindow): Promise<string[]> {
  const rows = await tx.$queryRaw<{ externalId: string }[]>`
    select a.external_id as "externalId" from quarantined_order a
    where a.merchant_id = ${merchantId}::uuid and a.integration_id = ${integrationId}::uuid and a.resolved_at is null
      and (${window.from}::timestamptz is null or a.modified_at >= ${window.from}) and (a.modified_at is null or a.modified_at < ${window.to})
      and not exists (select 1 from shop_order o where o.integration_id = a.integration_id and o.merchant_id = a.merchant_id
        and o.external_id = a.external_id and o.removed_at is null)`;
  return rows.map(({ externalId }) => externalId);
}

export async function findInstant({ tx, merchantId, integrationId }: ShopRows, window: OrderWindow, share: number) {
  const where = { merchantId, integrationId, removedAt: null, ...inWindow(window) };
  const count = await tx.shopOrder.count({ where });
  const order = await tx.shopOrder.findFirst({
    where,
    orderBy: [{ modifiedAt: "asc" }, { externalId: "asc" }],
    skip: Math.floor(count * share),
    select: { modifiedAt: true },
  });
  return order?.modifiedAt ?? null;
}

export async function listStoredIds(rows: ShopRows, window: OrderWindow, countsQuarantined: boolean): Promise<string[]> {
  const { tx, merchantId, integrationId } = rows;
  const orders = await tx.shopOrder.findMany({
    where: { merchantId, integrationId, removedAt: null, ...inWindow(window) },
    orderBy: [{ modifiedAt: "asc" }, { externalId: "asc" }],
    select: { externalId: true },
  });
  const quarantined = countsQuarantined ? await listQuarantinedIn(rows, window) : [];
  return [...orders.map(({ externalId }) => externalId), ...quarantined];
}

/** Resolves quarantined orders. The caller holds the lock of the shop (lockShop). */
export async function resolveQuarantined({ tx, merchantId, integrationId }: ShopRows, externalIds: readonly string[]): Promise<void> {
  await tx.quarantinedOrder.updateMany({
    where: { merchantId, integrationId, externalId: { in: [...externalIds] }, resolvedAt: null },
    data: { resolvedAt: new Date() },
  });
}

const MAX_LENGTH = 100;

/** Cleans and bounds text that the shop reports. */
export const toShortText = (text: string): string => cleanText(text).slice(0, MAX_LENGTH).trim();

const MAX_STATUSES = 100;

/** The names that the shop lists now, and the stored ones of statuses that it no longer lists while orders have them. */
export async function mergeStatusNames(
  { tx, merchantId, integrationId }: ShopRows,
  names: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const listed = Object.entries(names).map(([status, name]) => [toShortText(status), toShortText(name)] as const);
  const kept = await tx.$queryRaw<{ status: string; name: string }[]>`
    select n.key as status, n.value as name from integration i cross join lateral jsonb_each_text(i.status_names) n
    where i.merchant_id = ${merchantId}::uuid and i.id = ${integrationId}::uuid and n.key <> all(${listed.map(([status]) => status)}::text[])
      and exists (select 1 from shop_order o where o.merchant_id = i.merchant_id and o.integration_id = i.id and o.status = n.key)
    order by n.key`;
  return Object.fromEntries([...listed, ...kept.map(({ status, name }) => [status, name] as const)].slice(0, MAX_STATUSES));
}
