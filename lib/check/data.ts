import { z } from "zod";
import { CAUSE_CODES, type CauseCode } from "@/lib/check/causes";
import type { ComparedCheck } from "@/lib/check/compare-checks";
import { currentResult, currentSummary, precedesStoredKey } from "@/lib/check/current-result";
import { type CheckResult, causeSchema, checkResultSchema, probeSchema, VERDICTS, type Verdict } from "@/lib/check/result";
import type { LaneState } from "@/lib/health/lane";
import { LANES, type LaneName } from "@/lib/health/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { Check } from "@/lib/infra/prisma-client/client";

/** A check without its result, for lists. Plain JSON, instants as ISO strings in UTC. */
export interface CheckSummaryView {
  id: string;
  integrationId: string;
  /** manual | sync_failed | connect | schedule */
  trigger: string;
  status: "queued" | "running" | "done" | "failed";
  /** The person who requested it; null for a job. */
  requestedBy: string | null;
  requestedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  verdict: Verdict | null;
  causeCodes: CauseCode[];
  probesDone: number;
  /** Why the check itself failed: an error of the platform, never the shop's. */
  failure: string | null;
  /** When this was read, in milliseconds: the page shows the newer of two copies. */
  readAt: number;
}

export interface CheckView extends CheckSummaryView {
  /** Null until done, and for stored results of an unknown schema version. */
  result: CheckResult | null;
}

const STATUSES = ["queued", "running", "done", "failed"] as const;

type StoredCheck = Pick<
  Check,
  | "id"
  | "integrationId"
  | "trigger"
  | "status"
  | "requestedBy"
  | "requestedAt"
  | "startedAt"
  | "finishedAt"
  | "verdict"
  | "causeCodes"
  | "probesDone"
  | "failure"
  | "result"
>;

function summarize(row: Omit<StoredCheck, "result">, readAt: number): CheckSummaryView {
  return {
    id: row.id,
    integrationId: row.integrationId,
    trigger: row.trigger,
    status: STATUSES.find((status) => status === row.status) ?? "failed",
    requestedBy: nameOfStored(row.requestedBy),
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    verdict: VERDICTS.find((verdict) => verdict === row.verdict) ?? null,
    causeCodes: CAUSE_CODES.filter((code) => row.causeCodes.includes(code)),
    probesDone: row.probesDone,
    failure: row.failure,
    readAt,
  };
}

function toView(row: StoredCheck | null, readAt: number): CheckView | null {
  if (!row) return null;
  const result = checkResultSchema.safeParse(row.result);
  return { ...summarize(row, readAt), result: result.success ? result.data : null };
}

/** One check; null for unknown ids and those of other merchants. */
export async function getCheck(scope: MerchantScope, checkId: string): Promise<CheckView | null> {
  const readAt = Date.now();
  const { merchantId } = scope;
  const row = await readMerchant(scope, ({ tx }) => tx.check.findUnique({ where: { merchantId_id: { merchantId, id: checkId } } }));
  return toView(row, readAt);
}

interface ShopNow {
  credentialsStoredAt: Date | null;
  lanes: Partial<Record<LaneName, string>> | null;
}

const NEWEST = {
  name: "newest_check",
  text: `select c.id, c.integration_id as "integrationId", c.trigger, c.status, c.requested_by as "requestedBy", c.requested_at as "requestedAt",
      c.started_at as "startedAt", c.finished_at as "finishedAt", c.verdict, c.cause_codes as "causeCodes", c.probes_done as "probesDone",
      c.failure, c.result, i.credentials_stored_at as "credentialsStoredAt",
      (select json_object_agg(lane, state) from lane where merchant_id = $1::uuid and integration_id = $2::uuid) as lanes
    from reachability_check c join integration i on i.merchant_id = c.merchant_id and i.id = c.integration_id
    where c.merchant_id = $1::uuid and c.integration_id = $2::uuid and c.status = 'done'
    order by c.requested_at desc, c.id desc limit 1`,
};

export interface NewestCheck {
  /** Adjusted to what changed since. */
  view: CheckView;
  /** As the check found it. */
  found: CheckResult | null;
}

/** The newest finished check; null without one. Shown while the next check runs. */
export async function newestCheck(scope: MerchantScope, integrationId: string): Promise<NewestCheck | null> {
  const readAt = Date.now();
  const [row] = await readMerchant(scope, ({ sql, merchantId }) => sql.query<StoredCheck & ShopNow>(NEWEST, [merchantId, integrationId]));
  const view = toView(row ?? null, readAt);
  if (!row || !view) return null;
  const found = view.result;
  if (!found) return { view, found };
  const since = {
    working: LANES.filter((lane) => row.lanes?.[lane] === ("regular" satisfies LaneState)),
    isKeyReplaced: precedesStoredKey(row, row.credentialsStoredAt),
  };
  return { view: { ...view, ...currentSummary(view, since), result: currentResult(found, since) }, found };
}

/** The newest finished check, adjusted to what changed since; null without one. */
export const latestCheck = async (scope: MerchantScope, integrationId: string): Promise<CheckView | null> =>
  (await newestCheck(scope, integrationId))?.view ?? null;

/** Checks of an integration in any status, newest first; empty for unknown ids and those of other merchants. */
export async function listChecks(scope: MerchantScope, integrationId: string, limit = 20): Promise<CheckSummaryView[]> {
  const readAt = Date.now();
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ tx }) =>
    tx.check.findMany({
      where: { merchantId, integrationId },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      take: limit,
      omit: { result: true },
    }),
  );
  return rows.map((row) => summarize(row, readAt));
}

const comparedSchema = z.object({
  at: z.date().transform((at) => at.toISOString()),
  causes: z.array(causeSchema),
  probes: z.array(
    probeSchema.pick({
      id: true,
      purpose: true,
      method: true,
      path: true,
      userAgent: true,
      from: true,
      outcome: true,
      reached: true,
      passed: true,
      at: true,
    }),
  ),
});

const EARLIER = {
  name: "earlier_checks",
  text: `select coalesce(c.finished_at, c.requested_at) as at, c.result->'causes' as causes,
      (select coalesce(jsonb_agg(p.probe - 'answer' - 'timingsMs' - 'headers' order by p.place), '[]')
       from jsonb_array_elements(c.result->'probes') with ordinality as p (probe, place)) as probes
    from reachability_check c
    join reachability_check newest on newest.merchant_id = c.merchant_id and newest.integration_id = c.integration_id
    where c.merchant_id = $1::uuid and c.integration_id = $2::uuid and newest.id = $3::uuid
      and c.status = 'done' and (c.requested_at, c.id) < (newest.requested_at, newest.id)
      and jsonb_typeof(c.result->'probes') = 'array'
    order by c.requested_at desc, c.id desc limit $4`,
};

/**
 * The finished checks before a check, newest first, with only the fields that compareChecks needs. Leaves out results of an unknown
 * schema; empty for unknown ids and those of other merchants.
 */
export async function listEarlierChecks(
  scope: MerchantScope,
  integrationId: string,
  checkId: string,
  limit = 20,
): Promise<ComparedCheck[]> {
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ sql }) => sql.query(EARLIER, [merchantId, integrationId, checkId, limit]));
  return rows.flatMap((row) => {
    const read = comparedSchema.safeParse(row);
    return read.success ? [read.data] : [];
  });
}
