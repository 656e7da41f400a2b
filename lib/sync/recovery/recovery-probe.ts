import { SECOND_MS } from "@/lib/base/units";
import { startCheck } from "@/lib/check/mutations";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { createShopClient } from "@/lib/connectors/http/client";
import type { RunFailure } from "@/lib/health/failures";
import { applyLaneEvent, toLaneFacts } from "@/lib/health/lane/apply-lane-event";
import type { LaneFacts } from "@/lib/health/lane/lane";
import { THROTTLE_POLICY } from "@/lib/health/lane/throttle";
import { missingCredentials, openShop, readShop, type ShopFacts, type ShopFactsOutcome } from "@/lib/health/open-shop";
import { isVisibleToRecoveryProbe, waitsForKey } from "@/lib/health/probe-visible-causes";
import { withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { metrics } from "@/lib/infra/observe/metrics";
import { isAliveQuestion, isApiOpenQuestion, isFixedQuestion, type RecoveryProbeQuestion } from "@/lib/sync/recovery/probe-question";
import { type RecoveryProbeOutcome, recordRecoveryProbe } from "@/lib/sync/recovery/record-probe";
import { startRun } from "@/lib/sync/run/start-run";

const PROBE_TIMEOUTS = { headersMs: 15_000, totalMs: 20_000 };

/** A probe that gets no free connection within this time is skipped. */
const CONNECTION_WAIT_MS = 30_000;

/** Lanes waiting for a person to fix what a single request can verify. */
const isBlocked = ({ state, reason }: LaneFacts): boolean =>
  state === "action_needed" && (isVisibleToRecoveryProbe(reason) || waitsForKey(reason));

const isAwaited = ({ state, failingSince }: LaneFacts): boolean =>
  state === "throttled" || state === "maintenance" || (state === "regular" && failingSince !== null);

/** The last import found no such API. */
const missesApi = ({ reason }: LaneFacts): boolean => reason.code === "failed" && reason.failure === "api_not_found";

/** `confirmsFix`: a passed probe means that a cause was fixed. `with_key`: sends the stored key. */
interface ChosenProbe {
  question: RecoveryProbeQuestion | "with_key";
  confirmsFix: boolean;
}

/** Imports that recover automatically take precedence over what blocks lanes, and that over visitors refused while others pass. */
function chooseProbe(
  lanes: readonly LaneFacts[],
  { shopSystem, refusedVisitors = [] }: Pick<ShopFacts, "shopSystem" | "refusedVisitors">,
  { egress }: OutsideConfig,
): ChosenProbe {
  const imports = lanes.find(({ lane }) => lane === "orders_in");
  if (imports && isAwaited(imports))
    return { question: missesApi(imports) ? isApiOpenQuestion(shopSystem) : isAliveQuestion(shopSystem), confirmsFix: false };
  const blocked = lanes.find(isBlocked);
  const [refused] = refusedVisitors;
  if (!blocked && refused) return { question: isFixedQuestion(shopSystem, refused, egress.addresses), confirmsFix: true };
  if (!blocked) return { question: isAliveQuestion(shopSystem), confirmsFix: false };
  return {
    question: isVisibleToRecoveryProbe(blocked.reason) ? isFixedQuestion(shopSystem, blocked.reason, egress.addresses) : "with_key",
    confirmsFix: true,
  };
}

const failed = ({ code, status }: Pick<RunFailure, "code" | "status">): RecoveryProbeOutcome => ({ passed: false, status, failure: code });

async function ask(question: ChosenProbe["question"], shop: ShopFactsOutcome, outside: OutsideConfig): Promise<RecoveryProbeOutcome> {
  if (question === "with_key") {
    if (!shop.ok) return failed(shop.failure);
    if (shop.facts.credentials === null) return failed(missingCredentials());
    const port = openShop(shop.facts, outside, PROBE_TIMEOUTS);
    const answer = await port.preflight(null).finally(() => port.close());
    return answer.ok ? { passed: true, status: null, failure: null } : failed(answer.failure);
  }
  const { baseUrl, shopSystem } = shop.ok ? shop.facts : shop.address;
  const egress = question.from === null ? outside.egress : { addresses: [question.from], control: null };
  const client = createShopClient({ baseUrl, shopSystem, ...outside, egress, timeouts: PROBE_TIMEOUTS });
  const sent = await client.send(question.request).finally(() => client.close());
  if (!sent.ok) return failed(sent.failure);
  return { passed: question.isPassed(sent.answer), status: sent.answer.status, failure: null };
}

/**
 * Sends one request to a failing shop, without the key unless the key was refused. If the shop was down, a healthy answer starts a sync; if a
 * cause was refused, it starts a check. Both happen in the probe's transaction.
 */
export async function probeForRecovery(scope: MerchantScope, integrationId: string, outside: OutsideConfig): Promise<boolean> {
  const shop = await readShop(scope, integrationId);
  if (!shop) return false;
  const lanes = await inMerchant(scope.merchantId, (tx) => readLanes(tx, scope, integrationId));
  const facts = shop.ok ? shop.facts : shop.address;
  const { shopSystem } = facts;
  const { question, confirmsFix } = chooseProbe(lanes, facts, outside);
  const probed = await withConnections(scope, integrationId, { wanted: 1, signal: AbortSignal.timeout(CONNECTION_WAIT_MS) }, async () => {
    const since = performance.now();
    const outcome = await ask(question, shop, outside);
    return { ...outcome, tookMs: performance.now() - since };
  });
  // The connections are busy with requests whose outcome moves the lane; the next probe is due anyway.
  if (probed === null) return false;
  const { passed } = probed;
  metrics().recoveryProbes.inc({ shop_system: shopSystem, outcome: passed ? "passed" : "failed" });
  await inMerchant(scope.merchantId, async (tx) => {
    await (confirmsFix ? recordFix : recordRecovery)(tx, scope, integrationId, passed);
    await recordRecoveryProbe(tx, scope, integrationId, probed);
  });
  return passed;
}

const readLanes = async (tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<LaneFacts[]> =>
  (await tx.lane.findMany({ where: { merchantId, integrationId } })).map(toLaneFacts);

const eventOf = (passed: boolean) => ({ kind: passed ? "probe_answered" : "probe_failed" }) as const;

async function recordRecovery(tx: Transaction, scope: MerchantScope, integrationId: string, passed: boolean): Promise<void> {
  const before = (await readLanes(tx, scope, integrationId)).find(({ lane }) => lane === "orders_in");
  const after = await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event: eventOf(passed), now: new Date() });
  const isDue = after.nextSyncAt && after.nextSyncAt.getTime() <= Date.now();
  if (passed && before && isAwaited(before) && isDue) await startRun(tx, scope, integrationId, "recovery_probe");
}

async function recordFix(tx: Transaction, scope: MerchantScope, integrationId: string, passed: boolean): Promise<void> {
  const lanes = await readLanes(tx, scope, integrationId);
  const blocked = lanes.filter(isBlocked);
  // Without a blocked lane, only some of our visitors are refused, which the import lane schedules.
  const probed = blocked.length > 0 ? blocked : lanes.filter(({ lane }) => lane === "orders_in");
  for (const { lane } of probed) await applyLaneEvent(tx, scope, { integrationId, lane, event: eventOf(passed), now: new Date() });
  if (passed && !(await wasFalsePositive(tx, scope, integrationId))) await startCheck(tx, scope, integrationId, "schedule");
}

/** A check recently contradicted a passed probe, so do not start one again yet. */
async function wasFalsePositive(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<boolean> {
  const since = new Date(Date.now() - THROTTLE_POLICY.rareProbeSeconds * SECOND_MS);
  const requestedBy = { path: ["job"], equals: "recovery-probe" };
  return (await tx.reachabilityCheck.count({ where: { merchantId, integrationId, requestedAt: { gt: since }, requestedBy } })) > 0;
}
