import { z } from "zod";
import { afterCursor, type ListCursor, type Page, toPage } from "@/lib/base/list-cursor";
import { plainJson } from "@/lib/base/plain-json";
import { RUN_FAILURES } from "@/lib/health/failures";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { isNoopRun } from "@/lib/sync/past-runs/prune-runs";
import { RUN_COLUMNS, type RunEntry, type RunView, type RunVisitor, type StoredRun } from "@/lib/sync/past-runs/run-view";

const STATUSES = ["waiting", "queued", "running", "succeeded", "failed"] as const;
const PHASES = ["queued", "preflight", "fetching", "comparing", "done"] as const;

function statusOf(params: unknown): number | null {
  const status = typeof params === "object" && params !== null && "status" in params ? params.status : null;
  return typeof status === "number" ? status : null;
}

// Not in run-view.ts, which the browser loads: zod is too large for it.
const runVisitorSchema: z.ZodType<RunVisitor> = z.object({
  address: z.string().nullable(),
  userAgent: z.string(),
  cause: z.string(),
  checkId: z.string(),
});

function toRunView({ status, phase, requestedBy, failure, failureParams, visitor, ...shown }: StoredRun, readAt: number): RunView {
  return {
    ...plainJson(shown),
    status: STATUSES.find((known) => known === status) ?? "failed",
    phase: PHASES.find((known) => known === phase) ?? "queued",
    requestedBy: nameOfStored(requestedBy),
    failure: failure === null ? null : (RUN_FAILURES.find((code) => code === failure) ?? "internal_error"),
    visitor: runVisitorSchema.safeParse(visitor).data ?? null,
    failureStatus: statusOf(failureParams),
    readAt,
  };
}

/** The merchant's runs that match, as pages show them. */
export async function readRuns(
  scope: MerchantScope,
  query: Pick<Prisma.SyncRunFindManyArgs, "where" | "orderBy" | "take">,
): Promise<RunView[]> {
  const readAt = Date.now();
  const runs = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.syncRun.findMany({ ...query, where: { ...query.where, merchantId }, select: RUN_COLUMNS }),
  );
  return runs.map((run) => toRunView(run, readAt));
}

/** The newest runs of an integration except waiting ones, newest first; empty for unknown and foreign ids. */
export const listRunViews = async (scope: MerchantScope, integrationId: string, limit: number): Promise<RunView[]> =>
  (await listRunsBefore(scope, integrationId, { before: null, limit })).entries;

/** One page of started runs, newest first; empty for unknown and foreign ids. */
export async function listRunsBefore(
  scope: MerchantScope,
  integrationId: string,
  { before, limit }: { before: ListCursor | null; limit: number },
): Promise<Page<RunView>> {
  const runs = await readRuns(scope, {
    where: { integrationId, status: { not: "waiting" }, ...afterCursor(before, "requestedAt") },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(runs, limit, ({ requestedAt, id }) => ({ at: new Date(requestedAt), id }));
}

/** The merchant's runs with these ids, in no particular order; without unknown and foreign ids. */
export const listRunsById = (scope: MerchantScope, runIds: readonly string[]): Promise<RunView[]> =>
  readRuns(scope, { where: { id: { in: [...runIds] } } });

/** Of these runs: how many are active, how many orders they have fetched, and how many they expect to fetch. */
export async function countActiveRuns(
  scope: MerchantScope,
  runIds: readonly string[],
): Promise<{ active: number; fetched: number; total: number }> {
  const found = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.syncRun.aggregate({
      where: { merchantId, id: { in: [...runIds] }, status: { in: ["waiting", "queued", "running"] } },
      _count: true,
      _sum: { fetched: true, total: true },
    }),
  );
  return { active: found._count, fetched: found._sum.fetched ?? 0, total: found._sum.total ?? 0 };
}

/** Lines per page, and runs read for them: two days at the default interval. */
const ENTRIES_SHOWN = 12;
const RUNS_READ = 200;

interface CompactedRuns {
  isLoud: boolean;
  count: number;
  /** When the first of them was requested, including compacted runs that they stand for. */
  since: Date;
  firstId: string;
  firstAt: Date;
  lastId: string;
  lastAt: Date;
  /** Number of runs read for the page. */
  read: number;
}

/**
 * One page of run history, newest first. Consecutive no-op runs form one line, so that failures stay visible; the newest run always has
 * its own.
 */
export async function listRunEntries(scope: MerchantScope, integrationId: string, before: ListCursor | null): Promise<Page<RunEntry>> {
  const older = before ? Prisma.sql`and (requested_at, id) < (${before.at}, ${before.id}::uuid)` : Prisma.empty;
  return readMerchant(scope, async (reader) => {
    const compacted = await reader.tx.$queryRaw<CompactedRuns[]>`
      with read as (
        select id, requested_at, 1 + compacted as runs, coalesce(compacted_from, requested_at) as since,
          row_number() over (order by requested_at desc, id desc) as place, not ${isNoopRun("sync_run")} as is_loud
        from sync_run where merchant_id = ${reader.merchantId}::uuid and integration_id = ${integrationId}::uuid and status <> 'waiting' ${older}
        order by requested_at desc, id desc limit ${RUNS_READ}
      ), marked as (
        select id, requested_at, runs, since, place, is_loud or (place = 1 and runs = 1 and ${before === null}) as is_loud from read
      ), islands as (
        select *, count(*) filter (where is_loud) over (order by place) as island from marked
      )
      select is_loud as "isLoud", sum(runs)::int as count, min(since) as since, (select count(*)::int from read) as read,
        (array_agg(id order by place desc))[1] as "firstId", min(requested_at) as "firstAt",
        (array_agg(id order by place))[1] as "lastId", max(requested_at) as "lastAt"
      from islands group by island, is_loud order by min(place) limit ${ENTRIES_SHOWN + 1}`;
    const shown = compacted.slice(0, ENTRIES_SHOWN);
    const alone = shown.filter(({ isLoud, count }) => isLoud || count === 1).map(({ lastId }) => lastId);
    const byId = new Map((await listRunsById(reader, alone)).map((run) => [run.id, run]));
    const entries = shown.map(({ lastId, count, since, lastAt }): RunEntry => {
      const run = byId.get(lastId);
      return run ? { kind: "run", run } : { kind: "quiet", id: lastId, count, from: since, to: lastAt };
    });
    const last = shown.at(-1);
    const hasMore = compacted.length > ENTRIES_SHOWN || last?.read === RUNS_READ;
    return { entries, next: hasMore && last ? { at: last.firstAt, id: last.firstId } : null };
  });
}
