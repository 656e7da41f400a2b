import { z } from "zod";
import { CAUSE_CODES, type CauseCode } from "@/lib/check/causes";
import { currentResult, currentSummary, precedesStoredKey } from "@/lib/check/current-result";
import { type CheckResult, type ComparedCheck, checkResultSchema, comparedCheckSchema, VERDICTS, type Verdict } from "@/lib/check/result";
import type { LaneState } from "@/lib/health/lane/lane";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { ReachabilityCheck } from "@/lib/infra/prisma-client/client";

export const CHECK_STATUSES = ["queued", "running", "done", "failed"] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

export interface CheckView {
  id: string;
  integrationId: string;
  trigger: string;
  requestedAt: string;
  finishedAt: string | null;
  verdict: Verdict | null;
  causeCodes: CauseCode[];
  /** Null for stored results of an unknown schema version. */
  result: CheckResult | null;
}

interface ShopNow {
  credentialsStoredAt: Date | null;
  lanes: Partial<Record<LaneName, string>> | null;
}

type NewestRow = Pick<ReachabilityCheck, keyof CheckView | "startedAt"> & ShopNow;

const NEWEST = `select c.id, c.integration_id as "integrationId", c.trigger, c.requested_at as "requestedAt", c.started_at as "startedAt",
      c.finished_at as "finishedAt", c.verdict, c.cause_codes as "causeCodes", c.result, i.credentials_stored_at as "credentialsStoredAt",
      (select json_object_agg(lane, state) from lane where merchant_id = $1::uuid and integration_id = $2::uuid) as lanes
    from reachability_check c join integration i on i.merchant_id = c.merchant_id and i.id = c.integration_id
    where c.merchant_id = $1::uuid and c.integration_id = $2::uuid and c.status = 'done'
    order by c.requested_at desc, c.id desc limit 1`;

export interface NewestCheck {
  /** Adjusted to what changed since. */
  view: CheckView;
  found: CheckResult | null;
}

/** Shown while the next check runs; null without one. */
export async function newestCheck(scope: MerchantScope, integrationId: string): Promise<NewestCheck | null> {
  const [row] = await readMerchant(scope, ({ sql, merchantId }) => sql.query<NewestRow>(NEWEST, [merchantId, integrationId]));
  if (!row) return null;
  const { id, trigger } = row;
  const found = checkResultSchema.safeParse(row.result).data ?? null;
  const view: CheckView = {
    id,
    integrationId,
    trigger,
    result: found,
    requestedAt: row.requestedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    verdict: VERDICTS.find((verdict) => verdict === row.verdict) ?? null,
    causeCodes: CAUSE_CODES.filter((code) => row.causeCodes.includes(code)),
  };
  if (!found) return { view, found };
  const since = {
    working: LANES.filter((lane) => row.lanes?.[lane] === ("regular" satisfies LaneState)),
    isKeyReplaced: precedesStoredKey(row, row.credentialsStoredAt),
  };
  return { view: { ...view, ...currentSummary(view, since), result: currentResult(found, since) }, found };
}

export const latestCheck = async (scope: MerchantScope, integrationId: string): Promise<CheckView | null> =>
  (await newestCheck(scope, integrationId))?.view ?? null;

/** A check as it was found, also while it runs; null for unknown and foreign ids. */
export function findCheck(scope: MerchantScope, checkId: string): Promise<(CheckView & { status: CheckStatus }) | null> {
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const row = await tx.reachabilityCheck.findUnique({ where: { merchantId_id: { merchantId, id: checkId } } });
    if (!row) return null;
    const { id, integrationId, trigger, causeCodes, verdict } = row;
    return {
      id,
      integrationId,
      trigger,
      status: CHECK_STATUSES.find((status) => status === row.status) ?? "failed",
      requestedAt: row.requestedAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
      verdict: VERDICTS.find((one) => one === verdict) ?? null,
      causeCodes: CAUSE_CODES.filter((code) => causeCodes.includes(code)),
      result: checkResultSchema.safeParse(row.result).data ?? null,
    };
  });
}

const EARLIER = `select coalesce(c.finished_at, c.requested_at) as at, c.result->'causes' as causes,
      (select coalesce(jsonb_agg(p.probe - 'answer' - 'timingsMs' - 'headers' order by p.place), '[]')
       from jsonb_array_elements(c.result->'probes') with ordinality as p (probe, place)) as probes
    from reachability_check c
    join reachability_check newest on newest.merchant_id = c.merchant_id and newest.integration_id = c.integration_id
    where c.merchant_id = $1::uuid and c.integration_id = $2::uuid and newest.id = $3::uuid
      and c.status = 'done' and (c.requested_at, c.id) < (newest.requested_at, newest.id)
      and jsonb_typeof(c.result->'probes') = 'array'
    order by c.requested_at desc, c.id desc limit $4`;

/** The finished checks before a check, newest first, without results of an unknown schema; empty for unknown ids. */
export async function listEarlierChecks(
  scope: MerchantScope,
  integrationId: string,
  checkId: string,
  limit = 20,
): Promise<ComparedCheck[]> {
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ sql }) => sql.query(EARLIER, [merchantId, integrationId, checkId, limit]));
  return rows.flatMap((row) => comparedCheckSchema.safeParse(row).data ?? []);
}

const RESULTS = `select id, result from reachability_check where merchant_id = $1::uuid and id = any($2::uuid[])`;
const UUID = z.uuid();

/** Stored results by check; without those of an unknown schema, that are no longer kept, and of foreign ids. */
export async function listCheckResults(scope: MerchantScope, ids: readonly string[]): Promise<Map<string, CheckResult>> {
  const known = [...new Set(ids)].filter((id) => UUID.safeParse(id).success);
  if (known.length === 0) return new Map();
  const rows = await readMerchant(scope, ({ sql, merchantId }) => sql.query<{ id: string; result: unknown }>(RESULTS, [merchantId, known]));
  return new Map(
    rows.flatMap(({ id, result }) => {
      const read = checkResultSchema.safeParse(result).data;
      return read ? [[id, read] as const] : [];
    }),
  );
}
