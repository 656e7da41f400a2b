import { MINUTE_MS } from "@/lib/base/units";
import { NAMELESS } from "@/lib/connectors/records/order-fields";
import type { OrderWindow } from "@/lib/connectors/shop";
import { LEASE_SECONDS, LeaseLost } from "@/lib/health/lease";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { LIVE_CHANNEL, type LiveEvent } from "@/lib/infra/live/events";
import { publish } from "@/lib/infra/live/publish";
import { inMerchantSql, type Sql, sqlWithin } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import { listWitnesses } from "@/lib/orders/witnesses";
import type { Interval } from "@/lib/sync/engine/ledger";
import { cutAfterClockMove } from "@/lib/sync/engine/plan";
import type { ConfirmedPage, SyncStore } from "@/lib/sync/engine/ports";
import { removalLimit } from "@/lib/sync/engine/removals";
import { CHECKPOINT_COLUMNS, CHECKPOINT_JOINS, type CheckpointRow, toCheckpoint } from "@/lib/sync/run/checkpoint";
import { mergeStatusNames, toShortText } from "@/lib/sync/run/merge-status-names";
import { type Figures, RunFigures } from "@/lib/sync/run/run-figures";
import {
  isConfirmedEmpty,
  listIdsOfStatuses,
  listOpenOrders,
  listRemovedLately,
  listStatusSamples,
  readComparedUntil,
  readRereadSince,
  readSuspectedSince,
  recordRescanned,
  resolveQuarantined,
} from "@/lib/sync/run/store-reads";
import { type RunTrigger, triggerPolicy } from "@/lib/sync/triggers";

export interface HeldRun {
  runId: string;
  integrationId: string;
  leaseOwner: string;
  trigger: RunTrigger;
  /** How many workers have claimed it, including this one. */
  attempt: number;
}

/** For a whole page of large orders on a busy database. */
const PAGE_TIMEOUT_MS = MINUTE_MS;
/** Quarantined orders that one run fetches, one request each. */
const MAX_QUARANTINED_AT_ONCE = 50;
/** A routine sync retries few orders: first after this time, then with doubling intervals. */
const MAX_DUE_AT_ONCE = 3;
const FIRST_RETRY_SECONDS = 600;

/** Runs `work` in one transaction that only the lease holder can commit, and renews the lease. */
export function inRun<Value>(scope: MerchantScope, held: HeldRun, work: (tx: Transaction) => Promise<Value>): Promise<Value> {
  return inMerchant(
    scope.merchantId,
    async (tx) => {
      await holdLease(sqlWithin(tx), scope, held);
      return work(tx);
    },
    { timeoutMs: PAGE_TIMEOUT_MS },
  );
}

const HOLD = `update sync_run set lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where merchant_id = $1::uuid and id = $2::uuid and lease_owner = $3::uuid and status = 'running' returning 1 as held`;

async function holdLease(sql: Sql, { merchantId }: MerchantScope, { runId, leaseOwner }: HeldRun): Promise<void> {
  const rows = await sql.query(HOLD, [merchantId, runId, leaseOwner]);
  if (rows.length === 0) throw new LeaseLost(runId);
}

/** The writing side of one run in the database. */
export function openSyncStore(scope: MerchantScope, held: HeldRun): SyncStore {
  const { merchantId } = scope;
  const { integrationId, runId } = held;
  const key = { merchantId_id: { merchantId, id: runId } };
  const inThisRun = <Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value> => inRun(scope, held, work);
  /** Also locks the shop, for writes to several of its orders. */
  const inShop = <Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value> =>
    inThisRun(async (tx) => {
      await lockShop(tx, scope, integrationId);
      return work(tx);
    });
  const figures = new RunFigures();
  /** How many more orders this run may remove. */
  let removalsLeft: number | null = null;

  return {
    trigger: held.trigger,

    readCheckpoint: () => inThisRun((tx) => readCheckpoint(tx, scope, held)),

    readBackfill: async () => {
      if (!triggerPolicy(held.trigger).isBackfill) return null;
      return inThisRun(async (tx) => {
        const { windowFrom, windowTo, pagedUntil } = await tx.syncRun.findUniqueOrThrow({
          where: key,
          select: { windowFrom: true, windowTo: true, pagedUntil: true },
        });
        return { window: { from: windowFrom, to: windowTo ?? new Date() }, pagedUntil };
      });
    },

    recordPaged: (until) =>
      inThisRun(async (tx) => {
        // Progress resets the count, so that only repeated deaths at the same place count.
        await tx.syncRun.update({ where: key, data: { pagedUntil: until, attempt: 1 } });
      }),

    enterPhase: (phase, window) =>
      inThisRun(async (tx) => {
        await tx.syncRun.update({ where: key, data: { phase, ...(window ? { windowFrom: window.from, windowTo: window.to } : {}) } });
        await publish(tx, { kind: "run", merchantId, integrationId, runId });
      }),

    storePage: async (page) => {
      const stored = await inMerchantSql(merchantId, PAGE_TIMEOUT_MS, async (sql) => {
        await holdLease(sql, scope, held);
        const { orders, unreadable, covered, askedAt, isShown = false } = page;
        const stored = await storeOrders(sql, scope, { integrationId, runId, orders, unreadable, askedAt, isShown });
        if (covered && stored.older.length === 0) await confirm(sql, scope, held, covered, page.askedAt);
        await recordProgress(sql, scope, held, page, figures.addedBy(stored.outcomes));
        return stored;
      });
      figures.keep(stored.outcomes);
      return stored;
    },

    updateShop: ({ shopSystemVersion, timeZone, clockSkewMs, historyDays, cartsCounted, statusNames }) =>
      inShop(async (tx) => {
        const skew = clockSkewMs === undefined ? null : clampToInt(clockSkewMs);
        if (skew !== null) await cutLedgerForClock(tx, scope, integrationId, skew);
        if (historyDays === null) await clearLedgerIfHidden(tx, scope, integrationId);
        await tx.integration.update({
          where: { merchantId_id: { merchantId, id: integrationId } },
          data: {
            ...(shopSystemVersion ? { shopSystemVersion: toShortText(shopSystemVersion) } : {}),
            ...(timeZone ? { shopTimeZone: toShortText(timeZone) } : {}),
            ...(historyDays === undefined ? {} : { historyDays }),
            ...(cartsCounted === undefined ? {} : { cartsCounted }),
            ...(skew === null ? {} : { clockSkewMs: skew }),
            ...(statusNames === undefined ? {} : { statusNames: await mergeStatusNames(tx, scope, integrationId, statusNames) }),
          },
        });
      }),

    countStored: (window, countsQuarantined) => inThisRun((tx) => countStored(tx, scope, integrationId, window, countsQuarantined)),

    listStoredIds: (window, countsQuarantined) =>
      inThisRun(async (tx) => {
        const orders = await tx.shopOrder.findMany({
          where: { merchantId, integrationId, removedAt: null, ...inWindow(window) },
          orderBy: [{ modifiedAt: "asc" }, { externalId: "asc" }],
          select: { externalId: true },
        });
        const quarantined = countsQuarantined ? await listQuarantinedIn(tx, scope, integrationId, window) : [];
        return [...orders.map(({ externalId }) => externalId), ...quarantined];
      }),

    findInstant: (window, share) => inThisRun((tx) => findInstant(tx, scope, integrationId, window, share)),

    // A record without an id cannot be fetched.
    listQuarantined: (which) =>
      inThisRun(async (tx) => {
        const rows = await tx.$queryRaw<{ externalId: string }[]>`
          select external_id as "externalId" from quarantined_order
          where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and resolved_at is null
            and run_id is distinct from ${runId}::uuid and not starts_with(external_id, ${NAMELESS})
            and (${which} = 'all' or last_seen_at + greatest(last_seen_at - first_seen_at, make_interval(secs => ${FIRST_RETRY_SECONDS})) <= now())
          order by last_seen_at, id limit ${which === "all" ? MAX_QUARANTINED_AT_ONCE : MAX_DUE_AT_ONCE}`;
        return rows.map(({ externalId }) => externalId);
      }),

    deferQuarantined: (externalIds) =>
      inShop(async (tx) => {
        await tx.quarantinedOrder.updateMany({
          where: { merchantId, integrationId, externalId: { in: [...externalIds] }, resolvedAt: null },
          data: { lastSeenAt: new Date() },
        });
      }),

    resolveMissingQuarantined: (externalIds) => inShop((tx) => resolveQuarantined(tx, scope, integrationId, externalIds)),

    resolveNameless: () =>
      inShop(async (tx) => {
        await tx.quarantinedOrder.updateMany({
          where: {
            merchantId,
            integrationId,
            resolvedAt: null,
            externalId: { startsWith: NAMELESS },
            OR: [{ runId: null }, { runId: { not: runId } }],
          },
          data: { resolvedAt: new Date() },
        });
      }),

    cutLedger: (from) =>
      inShop(async (tx) => {
        const compared = await readComparedUntil(tx, scope, integrationId);
        await cutLedgerAt(tx, merchantId, integrationId, compared && compared < from ? compared : from);
      }),

    listOpenOrders: () => inThisRun((tx) => listOpenOrders(tx, scope, integrationId)),

    recordRescanned: (externalIds) => inShop((tx) => recordRescanned(tx, scope, integrationId, externalIds)),

    markRemoved: (externalIds) =>
      inShop(async (tx) => {
        removalsLeft ??= removalLimit(await tx.shopOrder.count({ where: { merchantId, integrationId, removedAt: null } }));
        const removed = externalIds.slice(0, removalsLeft);
        await tx.shopOrder.updateMany({
          where: { merchantId, integrationId, externalId: { in: removed }, removedAt: null },
          data: { removedAt: new Date() },
        });
        await resolveQuarantined(tx, scope, integrationId, removed);
        removalsLeft -= removed.length;
      }),

    listStatusSamples: () => inThisRun((tx) => listStatusSamples(tx, scope, integrationId)),

    listIdsOfStatuses: (statuses) => inThisRun((tx) => listIdsOfStatuses(tx, scope, integrationId, statuses)),

    listRemovedLately: () => inThisRun((tx) => listRemovedLately(tx, scope, integrationId)),

    listWitnesses: (excludedIds) => inThisRun((tx) => listWitnesses(tx, scope, integrationId, excludedIds)),

    isConfirmedEmpty: () => inThisRun((tx) => isConfirmedEmpty(tx, scope, integrationId)),

    removeAll: (window) =>
      inShop(async (tx) => {
        const of = { merchantId, integrationId };
        await tx.shopOrder.updateMany({ where: { ...of, removedAt: null, ...inWindow(window) }, data: { removedAt: new Date() } });
        await tx.quarantinedOrder.updateMany({ where: { ...of, resolvedAt: null }, data: { resolvedAt: new Date() } });
      }),

    suspectedSince: () => inThisRun((tx) => readSuspectedSince(tx, scope, integrationId)),
  };
}

/** $1 merchant, $2 run, $3 fetched, $4 created, $5 updated, $6 unchanged, $7 quarantined, $8 announced or null, $9 live event. */
const PROGRESS = `with counted as (
      update sync_run set fetched = fetched + $3::int, created = created + $4::int, updated = updated + $5::int,
        unchanged = unchanged + $6::int, quarantined = quarantined + $7::int,
        total = case when $8::int is null then total else fetched + $8::int end
      where merchant_id = $1::uuid and id = $2::uuid
    )
    select pg_notify('${LIVE_CHANNEL}', $9::text)::text`;

async function recordProgress(sql: Sql, scope: MerchantScope, held: HeldRun, page: ConfirmedPage, added: Figures): Promise<void> {
  const { merchantId } = scope;
  const { integrationId, runId } = held;
  const news: LiveEvent = { kind: "run", merchantId, integrationId, runId };
  const { fetched, created, updated, unchanged, quarantined } = added;
  const values = [merchantId, runId, fetched, created, updated, unchanged, quarantined, page.announced, JSON.stringify(news)];
  await sql.query(PROGRESS, values);
}

const inWindow = ({ from, to, placedFrom }: OrderWindow) => ({
  modifiedAt: { lt: to, ...(from ? { gte: from } : {}) },
  ...(placedFrom ? { placedAt: { gte: placedFrom } } : {}),
});

const MAX_INT = 2_147_483_647;
const clampToInt = (value: number): number => Math.max(-MAX_INT, Math.min(MAX_INT, Math.round(value)));

const READ_CHECKPOINT = `select ${CHECKPOINT_COLUMNS} from integration i ${CHECKPOINT_JOINS} where i.merchant_id = $1::uuid and i.id = $2::uuid`;

async function readCheckpoint(tx: Transaction, { merchantId }: MerchantScope, { integrationId, runId, trigger }: HeldRun) {
  const [row] = await sqlWithin(tx).query<CheckpointRow>(READ_CHECKPOINT, [merchantId, integrationId]);
  // Disconnected meanwhile, which deleted the run.
  if (!row) throw new LeaseLost(runId);
  return toCheckpoint(row, await readRereadSince(tx, merchantId, integrationId, triggerPolicy(trigger)));
}

/**
 * Adds an interval to the ledger: it merges with the rows that it overlaps or touches, like `normalize` of lib/sync/engine/ledger.ts. A row's
 * confirmed_at belongs to its end: when everything before it had been requested.
 */
async function confirm(sql: Sql, scope: MerchantScope, held: HeldRun, covered: Interval, askedAt: Date): Promise<void> {
  const [from, to] = [new Date(covered.from), new Date(covered.to)];
  await sql.query(CONFIRM, [scope.merchantId, held.integrationId, from, to, held.runId, askedAt]);
}

/** $1 merchant, $2 integration, $3 from, $4 to, $5 run, $6 asked at. */
const CONFIRM = `with merged as (
      delete from coverage_interval
      where merchant_id = $1::uuid and integration_id = $2::uuid and covered_from <= $4::timestamptz and covered_to >= $3::timestamptz
      returning covered_from, covered_to, confirmed_at
    )
    insert into coverage_interval (merchant_id, id, integration_id, covered_from, covered_to, run_id, confirmed_at)
    select $1::uuid, gen_random_uuid(), $2::uuid, least(min(covered_from), $3::timestamptz), greatest(max(covered_to), $4::timestamptz), $5::uuid,
      case when max(covered_to) > $4::timestamptz then (array_agg(confirmed_at order by covered_to desc))[1] else $6::timestamptz end
    from merged`;

/** A shop now shows older orders that it had hidden, within confirmed times: the ledger starts anew. */
async function clearLedgerIfHidden(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<void> {
  await tx.coverageInterval.deleteMany({ where: { merchantId, integrationId, integration: { historyDays: { not: null } } } });
}

/** Cuts the ledger where the shop's clock, set back, will repeat times. */
async function cutLedgerForClock(tx: Transaction, { merchantId }: MerchantScope, integrationId: string, skewMs: number): Promise<void> {
  const newest = await tx.coverageInterval.findFirst({
    where: { merchantId, integrationId },
    orderBy: { coveredTo: "desc" },
    select: { confirmedAt: true, integration: { select: { clockSkewMs: true } } },
  });
  const cut = newest && cutAfterClockMove(newest.confirmedAt, newest.integration.clockSkewMs, skewMs);
  if (cut) await cutLedgerAt(tx, merchantId, integrationId, cut);
}

/** Nothing from this time on counts as read. */
export async function cutLedgerAt(tx: Transaction, merchantId: string, integrationId: string, cut: Date): Promise<void> {
  await tx.coverageInterval.deleteMany({ where: { merchantId, integrationId, coveredFrom: { gte: cut } } });
  await tx.coverageInterval.updateMany({ where: { merchantId, integrationId, coveredTo: { gt: cut } }, data: { coveredTo: cut } });
}

async function countStored(
  tx: Transaction,
  { merchantId }: MerchantScope,
  integrationId: string,
  window: OrderWindow,
  countsQuarantined: boolean,
): Promise<number> {
  const orders = await tx.shopOrder.count({ where: { merchantId, integrationId, removedAt: null, ...inWindow(window) } });
  if (!countsQuarantined) return orders;
  return orders + (await listQuarantinedIn(tx, { merchantId }, integrationId, window)).length;
}

/** Quarantined orders of a window that are not stored in another version; without a modification time, only of the unbounded one. */
export async function listQuarantinedIn(
  tx: Transaction,
  { merchantId }: Pick<MerchantScope, "merchantId">,
  integrationId: string,
  window: OrderWindow,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ externalId: string }[]>`
    select a.external_id as "externalId" from quarantined_order a
    where a.merchant_id = ${merchantId}::uuid and a.integration_id = ${integrationId}::uuid and a.resolved_at is null
      and (${window.from}::timestamptz is null or a.modified_at >= ${window.from}) and (a.modified_at is null or a.modified_at < ${window.to})
      and not exists (select 1 from shop_order o where o.integration_id = a.integration_id and o.merchant_id = a.merchant_id
        and o.external_id = a.external_id and o.removed_at is null)`;
  return rows.map(({ externalId }) => externalId);
}

async function findInstant(tx: Transaction, { merchantId }: MerchantScope, integrationId: string, window: OrderWindow, share: number) {
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
