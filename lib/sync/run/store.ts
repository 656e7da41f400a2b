import { MINUTE_MS } from "@/lib/base/units";
import { NAMELESS } from "@/lib/connectors/records/order-fields";
import { LEASE_SECONDS, LeaseLost } from "@/lib/health/lease";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { LIVE_CHANNEL, type LiveEvent } from "@/lib/infra/live/events";
import { publish } from "@/lib/infra/live/publish";
import { inMerchantSql, type Sql, sqlWithin } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import { listWitnesses } from "@/lib/orders/witnesses";
import type { ConfirmedPage, SyncStore } from "@/lib/sync/engine/ports";
import { removalLimit } from "@/lib/sync/engine/removals";
import { CHECKPOINT_COLUMNS, CHECKPOINT_JOINS, type CheckpointRow, toCheckpoint } from "@/lib/sync/run/checkpoint";
import { clearLedgerIfHidden, confirm, cutLedger, cutLedgerForClock, type ShopRows } from "@/lib/sync/run/coverage-ledger";
import { type Figures, RunFigures } from "@/lib/sync/run/run-figures";
import {
  countStored,
  findInstant,
  inWindow,
  isConfirmedEmpty,
  listIdsOfStatuses,
  listOpenOrders,
  listQuarantined,
  listRemovedLately,
  listStatusSamples,
  listStoredIds,
  mergeStatusNames,
  readRereadSince,
  readSuspectedSince,
  recordRescanned,
  resolveQuarantined,
  toShortText,
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

const RENEW_LEASE = `update sync_run set lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where merchant_id = $1::uuid and id = $2::uuid and lease_owner = $3::uuid and status = 'running' returning 1 as held`;

async function holdLease(sql: Sql, { merchantId }: MerchantScope, { runId, leaseOwner }: HeldRun): Promise<void> {
  const rows = await sql.query(RENEW_LEASE, [merchantId, runId, leaseOwner]);
  if (rows.length === 0) throw new LeaseLost(runId);
}

/** The writing side of one run in the database. */
export function openSyncStore(scope: MerchantScope, held: HeldRun): SyncStore {
  const { merchantId } = scope;
  const { integrationId, runId } = held;
  const key = { merchantId_id: { merchantId, id: runId } };
  type Work<Given extends unknown[], Value> = (rows: ShopRows, ...given: Given) => Promise<Value>;
  const inThisRun =
    <Given extends unknown[], Value>(work: Work<Given, Value>) =>
    (...given: Given): Promise<Value> =>
      inRun(scope, held, (tx) => work({ tx, merchantId, integrationId }, ...given));
  /** Also locks the shop, for writes to several of its orders. */
  const inShop = <Given extends unknown[], Value>(work: Work<Given, Value>) =>
    inThisRun(async (rows: ShopRows, ...given: Given): Promise<Value> => {
      await lockShop(rows.tx, scope, integrationId);
      return work(rows, ...given);
    });
  const figures = new RunFigures();
  /** How many more orders this run may remove. */
  let removalsLeft: number | null = null;

  return {
    trigger: held.trigger,

    readCheckpoint: inThisRun((rows) => readCheckpoint(rows, held)),

    readBackfill: async () => {
      if (!triggerPolicy(held.trigger).isBackfill) return null;
      return inRun(scope, held, async (tx) => {
        const { windowFrom, windowTo, pagedUntil } = await tx.syncRun.findUniqueOrThrow({
          where: key,
          select: { windowFrom: true, windowTo: true, pagedUntil: true },
        });
        return { window: { from: windowFrom, to: windowTo ?? new Date() }, pagedUntil };
      });
    },

    recordPaged: inThisRun(async ({ tx }, until) => {
      // Progress resets the count, so that only repeated deaths at the same place count.
      await tx.syncRun.update({ where: key, data: { pagedUntil: until, attempt: 1 } });
    }),

    enterPhase: inThisRun(async ({ tx }, phase, window) => {
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

    updateShop: inShop(async (rows, { shopSystemVersion, timeZone, clockSkewMs, historyDays, cartsCounted, statusNames }) => {
      const skew = clockSkewMs === undefined ? null : clampToInt(clockSkewMs);
      if (skew !== null) await cutLedgerForClock(rows, skew);
      if (historyDays === null) await clearLedgerIfHidden(rows);
      await rows.tx.integration.update({
        where: { merchantId_id: { merchantId, id: integrationId } },
        data: {
          ...(shopSystemVersion ? { shopSystemVersion: toShortText(shopSystemVersion) } : {}),
          ...(timeZone ? { shopTimeZone: toShortText(timeZone) } : {}),
          ...(historyDays === undefined ? {} : { historyDays }),
          ...(cartsCounted === undefined ? {} : { cartsCounted }),
          ...(skew === null ? {} : { clockSkewMs: skew }),
          ...(statusNames === undefined ? {} : { statusNames: await mergeStatusNames(rows, statusNames) }),
        },
      });
    }),

    countStored: inThisRun(countStored),
    listStoredIds: inThisRun(listStoredIds),
    findInstant: inThisRun(findInstant),

    listQuarantined: inThisRun((rows, which) => listQuarantined(rows, runId, which)),

    deferQuarantined: inShop(async ({ tx }, externalIds) => {
      await tx.quarantinedOrder.updateMany({
        where: { merchantId, integrationId, externalId: { in: [...externalIds] }, resolvedAt: null },
        data: { lastSeenAt: new Date() },
      });
    }),

    resolveMissingQuarantined: inShop(resolveQuarantined),

    resolveNameless: inShop(async ({ tx }) => {
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

    cutLedger: inShop(cutLedger),
    listOpenOrders: inThisRun(listOpenOrders),
    recordRescanned: inShop(recordRescanned),

    markRemoved: inShop(async (rows, externalIds) => {
      const { tx } = rows;
      removalsLeft ??= removalLimit(await tx.shopOrder.count({ where: { merchantId, integrationId, removedAt: null } }));
      const removed = externalIds.slice(0, removalsLeft);
      await tx.shopOrder.updateMany({
        where: { merchantId, integrationId, externalId: { in: removed }, removedAt: null },
        data: { removedAt: new Date() },
      });
      await resolveQuarantined(rows, removed);
      removalsLeft -= removed.length;
    }),

    listStatusSamples: inThisRun(listStatusSamples),
    listIdsOfStatuses: inThisRun(listIdsOfStatuses),
    listRemovedLately: inThisRun(listRemovedLately),
    listWitnesses: inThisRun(({ tx }, excludedIds) => listWitnesses(tx, scope, integrationId, excludedIds)),
    isConfirmedEmpty: inThisRun(isConfirmedEmpty),

    removeAll: inShop(async ({ tx }, window) => {
      const of = { merchantId, integrationId };
      await tx.shopOrder.updateMany({ where: { ...of, removedAt: null, ...inWindow(window) }, data: { removedAt: new Date() } });
      await tx.quarantinedOrder.updateMany({ where: { ...of, resolvedAt: null }, data: { resolvedAt: new Date() } });
    }),

    suspectedSince: inThisRun(readSuspectedSince),
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

const MAX_INT = 2_147_483_647;
const clampToInt = (value: number): number => Math.max(-MAX_INT, Math.min(MAX_INT, Math.round(value)));

const READ_CHECKPOINT = `select ${CHECKPOINT_COLUMNS} from integration i ${CHECKPOINT_JOINS} where i.merchant_id = $1::uuid and i.id = $2::uuid`;

async function readCheckpoint(rows: ShopRows, { runId, trigger }: HeldRun) {
  const [row] = await sqlWithin(rows.tx).query<CheckpointRow>(READ_CHECKPOINT, [rows.merchantId, rows.integrationId]);
  // Disconnected meanwhile, which deleted the run.
  if (!row) throw new LeaseLost(runId);
  return toCheckpoint(row, await readRereadSince(rows, triggerPolicy(trigger)));
}
