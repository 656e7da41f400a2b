import type { z } from "zod";
import { checkSchema, integrationSchema, type laneSchema, orderLookupSchema, runSchema } from "@/lib/api/resources";
import { ok, type Result, refuse } from "@/lib/base/result";
import type { CheckStatus, CheckView } from "@/lib/check/data";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { describeState } from "@/lib/health/lane/sentence";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { findIntegrationRow } from "@/lib/integrations/data";
import { toActiveRun, toSentenceLane } from "@/lib/integrations/lane-facts";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { tellShop } from "@/lib/integrations/story";
import { openWords } from "@/lib/notify/words";
import { describeLookup } from "@/lib/sync/lookup/describe-lookup";
import type { LookupOutcome, OrderLookup } from "@/lib/sync/lookup/lookup-answer";
import { countClaim } from "@/lib/sync/past-runs/count-claim";
import type { RunView } from "@/lib/sync/past-runs/run-view";

// The schemas drop every field that they do not name, so that a field added for a page is never exposed by accident.

const present = <Schema extends z.ZodType>(schema: Schema, data: z.input<Schema>): z.output<Schema> => schema.parse(data);

function laneOf(name: LaneName, { lanes, run, readAt }: IntegrationRow): z.input<typeof laneSchema> {
  const lane = lanes[name];
  const { state, who } = describeState(toSentenceLane(name, lane), toActiveRun(run), new Date(readAt));
  return { ...lane, state, why: lane.reason, whoActs: who };
}

function storyOf(row: IntegrationRow): z.input<typeof integrationSchema>["story"] {
  const { state, since, step } = tellShop(row, { kind: "program" }, new Date(row.readAt));
  const { asked = null, closedAt = null } = row.incident ?? {};
  const sharedWithHost = closedAt === null && asked?.passedAt === null ? asked : null;
  return { state, since: since.toISOString(), nextStep: step?.act ?? null, sharedWithHost };
}

export function presentIntegration(row: IntegrationRow): z.output<typeof integrationSchema> {
  const { baseUrl: url, effect } = row;
  const story = storyOf(row);
  const lanes = { orders_in: laneOf("orders_in", row), tracking_out: laneOf("tracking_out", row) };
  return present(integrationSchema, { ...row, url, lanes, parcelsWaiting: effect.parcels, missedOrders: effect.missedOrders, story });
}

/** The integration as it is after a change. */
export async function answerIntegration(
  scope: MerchantScope,
  integrationId: string,
): Promise<Result<{ body: z.output<typeof integrationSchema> }, { code: "not_found" }>> {
  const row = await findIntegrationRow(scope, integrationId);
  return row ? ok({ body: presentIntegration(row) }) : refuse({ code: "not_found" });
}

export const presentRun = (run: RunView): z.output<typeof runSchema> =>
  present(runSchema, { ...run, ourCount: countClaim(run)?.ours ?? null });

export const presentCheck = (check: CheckView & { status?: CheckStatus }): z.output<typeof checkSchema> =>
  present(checkSchema, { status: "done", ...check, causes: check.result?.causes ?? [] });

/** With English explanations, like the API's problem documents. */
export async function presentLookup({ lookups, shopsNotAsked }: OrderLookup): Promise<z.output<typeof orderLookupSchema>> {
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
    requests: [...requests],
  }));
  return present(orderLookupSchema, { data, shopsNotAsked });
}

const printDay = (at: Date): string => at.toISOString().slice(0, 10);
