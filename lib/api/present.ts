import type { z } from "zod";
import type { checkSchema, integrationSchema, laneSchema, orderLookupSchema, runSchema } from "@/lib/api/resources";
import type { CheckView } from "@/lib/check/data";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { describeState } from "@/lib/health/lane/sentence";
import { toActiveRun, toSentenceLane } from "@/lib/integrations/lane-facts";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { openWords } from "@/lib/notify/words";
import { describeLookup } from "@/lib/sync/lookup/describe-lookup";
import type { LookupOutcome, OrderLookup } from "@/lib/sync/lookup/lookup-answer";
import { countClaim } from "@/lib/sync/past-runs/count-claim";
import type { RunView } from "@/lib/sync/past-runs/run-view";

// Maps page data to API resources field by field, so that a field added for a page is never exposed by accident.

function presentLane(name: LaneName, { lanes, run, readAt }: IntegrationRow): z.infer<typeof laneSchema> {
  const { since, reason, failingSince, lastSuccessAt, nextSyncAt, nextRecoveryProbeAt } = lanes[name];
  const { state, who } = describeState(toSentenceLane(name, lanes[name]), toActiveRun(run), new Date(readAt));
  return { state, since, why: reason, whoActs: who, failingSince, lastSuccessAt, nextSyncAt, nextRecoveryProbeAt };
}

export function presentIntegration(row: IntegrationRow): z.infer<typeof integrationSchema> {
  const { id, name, shopSystem, baseUrl: url, hasCredentials, lastOrderAt, effect, run, check } = row;
  return {
    id,
    name,
    shopSystem,
    url,
    hasCredentials,
    lastOrderAt,
    lanes: { orders_in: presentLane("orders_in", row), tracking_out: presentLane("tracking_out", row) },
    parcelsWaiting: effect.parcels,
    missedOrders: effect.missedOrders,
    run: run && { id: run.id, status: run.status },
    check: check && { id: check.id, status: check.status, verdict: check.verdict },
  };
}

export function presentRun(run: RunView): z.infer<typeof runSchema> {
  const { id, integrationId, trigger, status, phase, requestedBy, requestedAt, startedAt, finishedAt } = run;
  const { total, fetched, created, updated, unchanged, quarantined, shopCount, failure, failureStatus, checkId } = run;
  const ourCount = countClaim(run)?.ours ?? null;
  return {
    id,
    integrationId,
    trigger,
    status,
    phase,
    requestedBy,
    requestedAt,
    startedAt,
    finishedAt,
    total,
    fetched,
    created,
    updated,
    unchanged,
    quarantined,
    shopCount,
    ourCount,
    failure,
    failureStatus,
    checkId,
  };
}

export function presentCheck(check: CheckView): z.infer<typeof checkSchema> {
  const { id, integrationId, trigger, requestedAt, finishedAt, verdict, causeCodes, result } = check;
  const causes = (result?.causes ?? []).map(({ code, layer, affects, methods, userAgents, addresses, blocker, certainty }) => ({
    code,
    layer,
    affects,
    methods,
    userAgents,
    addresses,
    blocker,
    certainty,
  }));
  return { id, integrationId, trigger, requestedAt, finishedAt, verdict, causeCodes, causes };
}

/** With English explanations, like the API's problem documents. */
export async function presentLookup({ lookups, shopsNotAsked }: OrderLookup): Promise<z.infer<typeof orderLookupSchema>> {
  const words = await openWords("en", "UTC");
  const [outcomes, failures] = [words.from("orders.lookup.outcome"), words.from("sync.failure")];
  const sentence = (outcome: LookupOutcome): string =>
    describeLookup(outcome, { outcome: outcomes, failure: failures, status: (status) => status, day: printDay });
  const data = lookups.map(({ integrationId, shopName, outcome, requests }) => ({
    integrationId,
    shopName,
    outcome: outcome.kind,
    explanation: sentence(outcome),
    unlisted: outcome.kind === "unlisted" || (outcome.kind === "imported" && outcome.unlisted),
    orderNumber: "number" in outcome ? outcome.number : null,
    orderId: "orderId" in outcome ? outcome.orderId : null,
    unpaidStatus: "unpaidStatus" in outcome ? outcome.unpaidStatus : null,
    field: outcome.kind === "quarantined" ? outcome.error : null,
    failure: outcome.kind === "not_asked" ? outcome.failure : null,
    requests: requests.map(({ method, path, status, at }) => ({ method, path, status, at })),
  }));
  return { data, shopsNotAsked };
}

const printDay = (at: Date): string => at.toISOString().slice(0, 10);
