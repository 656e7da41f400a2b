import type { z } from "zod";
import {
  checkSchema,
  coverageSchema,
  exportSchema,
  incidentSchema,
  incidentWithTimelineSchema,
  integrationSchema,
  type laneSchema,
  orderLookupSchema,
  orderSchema,
  orderWithLinesSchema,
  quarantinedOrderSchema,
  type reportListSchema,
  reportMessageListSchema,
  reportSchema,
  runSchema,
} from "@/lib/api/resources";
import { ok, type Result, refuse } from "@/lib/base/result";
import type { CheckStatus, CheckView } from "@/lib/check/data";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { Phrase } from "@/lib/health/lane/sentence";
import { DEFAULT_LOCALE, type Locale } from "@/lib/i18n/locales";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfActor } from "@/lib/identity/accounts/actor";
import type { IncidentEntry, ShopIncident } from "@/lib/incidents/data";
import { SHARING_WAYS } from "@/lib/incidents/incident";
import { findIntegrationRow } from "@/lib/integrations/data";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { tellShop } from "@/lib/integrations/story";
import { openWords, type Words } from "@/lib/notify/words";
import { listReportMessages } from "@/lib/operations/reports/answers/data";
import { hasReport, listReports, type ReportRow } from "@/lib/operations/reports/data";
import type { OrderExportView } from "@/lib/orders/export/data";
import type { OrderDetail, OrderRow } from "@/lib/orders/order-view";
import type { Coverage, QuarantinedOrder } from "@/lib/sync/coverage-reads";
import { describeLookup } from "@/lib/sync/lookup/describe-lookup";
import type { LookupOutcome, OrderLookup } from "@/lib/sync/lookup/lookup-answer";
import { countClaim } from "@/lib/sync/past-runs/count-claim";
import type { RunView } from "@/lib/sync/past-runs/run-view";

// The schemas drop every field that they do not name, so that a field added for a page is never exposed by accident.

const present = <Schema extends z.ZodType>(schema: Schema, data: z.input<Schema>): z.output<Schema> => schema.parse(data);

function laneOf(name: LaneName, row: IntegrationRow): z.input<typeof laneSchema> {
  const lane = row.lanes[name];
  // The run will show its outcome in a moment.
  if (name === "orders_in" && row.run)
    return { ...lane, state: row.run.status === "queued" ? "queued" : "syncing", why: lane.reason, whoActs: "none" };
  const { whoActs } = tellShop(row, { kind: "program" }, new Date(row.readAt), name);
  return { ...lane, why: lane.reason, whoActs };
}

function storyOf(row: IntegrationRow, words: Words): z.input<typeof integrationSchema>["story"] {
  const { state, since, step, headline, effect, cause, responsibility, whoActs, byItself } = tellShop(
    row,
    { kind: "program" },
    new Date(row.readAt),
  );
  const { id = null, asked = null, closedAt = null } = row.incident ?? {};
  const say = (phrase: Phrase | null): string | null => phrase && words.phrase(phrase);
  return {
    state,
    since: since.toISOString(),
    incidentId: closedAt === null ? id : null,
    headline: words.phrase(headline),
    effect: say(effect),
    cause: say(cause),
    responsibility: say(responsibility),
    whoActs,
    byItself: say(byItself),
    nextStep: step?.act ?? null,
    sharedWithHost: closedAt === null && asked?.passedAt === null ? asked : null,
  };
}

/** How sentences in an answer are written. */
export interface Sentences {
  locale: Locale;
  /** What a shop says, within a sentence of ours. */
  foreign: (text: string) => string;
}

/** The API's sentences are English and hold a shop's words as they are. */
export const PLAIN: Sentences = { locale: DEFAULT_LOCALE, foreign: (text) => text };

/** Texts for programs have their times in UTC. */
export const openTexts = (locale: Locale): Promise<Words> => openWords(locale, "UTC");

export async function presentIntegrations(
  rows: readonly IntegrationRow[],
  { locale }: Pick<Sentences, "locale"> = PLAIN,
): Promise<z.output<typeof integrationSchema>[]> {
  const words = await openTexts(locale);
  return rows.map((row) => {
    const { baseUrl: url, effect } = row;
    const story = storyOf(row, words);
    const lanes = { orders_in: laneOf("orders_in", row), tracking_out: laneOf("tracking_out", row) };
    return present(integrationSchema, { ...row, url, lanes, parcelsWaiting: effect.parcels, missedOrders: effect.missedOrders, story });
  });
}

const incidentFieldsOf = ({ openedAt, closedAt, quietSince, causes, late, ...incident }: ShopIncident): z.input<typeof incidentSchema> => ({
  ...incident,
  openedAt: openedAt.toISOString(),
  closedAt: closedAt?.toISOString() ?? null,
  quietSince: quietSince?.toISOString() ?? null,
  causes: causes.map(({ scope, firstSeenAt, lastSeenAt, clearedAt, ...cause }) => ({
    ...cause,
    ...scope,
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    clearedAt: clearedAt?.toISOString() ?? null,
  })),
  lateOrders: late.orders_in,
  lateParcels: late.tracking_out,
});

export const presentIncident = (incident: ShopIncident): z.output<typeof incidentSchema> =>
  present(incidentSchema, incidentFieldsOf(incident));

export const presentIncidentWithTimeline = (incident: ShopIncident, entries: readonly IncidentEntry[]) =>
  present(incidentWithTimelineSchema, {
    ...incidentFieldsOf(incident),
    timeline: entries.map(({ at, kind, actor }) => ({ at: at.toISOString(), kind, by: actor.kind === "job" ? null : nameOfActor(actor) })),
  });

/** The integration as it is after a change. */
export async function answerIntegration(
  scope: MerchantScope,
  integrationId: string,
  sentences: Sentences = PLAIN,
): Promise<Result<{ body: z.output<typeof integrationSchema> }, { code: "not_found" }>> {
  const row = await findIntegrationRow(scope, integrationId);
  const [body] = await presentIntegrations(row ? [row] : [], sentences);
  return body ? ok({ body }) : refuse({ code: "not_found" });
}

/** What host and merchant wrote about a report; `not_found` for unknown and foreign ones. */
export async function answerReportMessages(
  scope: MerchantScope,
  integrationId: string,
  reportId: string,
): Promise<Result<{ body: z.output<typeof reportMessageListSchema> }, { code: "not_found" }>> {
  if (!(await hasReport(scope, { integrationId, reportId }))) return refuse({ code: "not_found" });
  return ok({ body: present(reportMessageListSchema, { data: await listReportMessages(scope, [reportId]) }) });
}

export const presentRun = (run: RunView): z.output<typeof runSchema> => {
  const claim = countClaim(run);
  const countCheck = claim && { ...claim, from: run.countCheckFrom, to: run.countCheckTo };
  return present(runSchema, { ...run, ourCount: claim?.ours ?? null, countCheck });
};

const spanOf = ({ from, to }: { from: Date; to: Date }) => ({ from: from.toISOString(), to: to.toISOString() });

export const presentCoverage = (integrationId: string, coverage: Coverage | null): z.output<typeof coverageSchema> =>
  present(coverageSchema, {
    ...(coverage ?? { historyDays: null, unreadable: null, dismissed: null, unlisted: null }),
    integrationId,
    covered: coverage && spanOf(coverage),
    gaps: coverage?.gaps.map(spanOf) ?? [],
  });

export const presentQuarantined = (integrationId: string, order: QuarantinedOrder): z.output<typeof quarantinedOrderSchema> =>
  present(quarantinedOrderSchema, {
    ...order,
    integrationId,
    firstSeenAt: order.firstSeenAt.toISOString(),
    dismissed: order.dismissed && { ...order.dismissed, at: order.dismissed.at.toISOString() },
  });

const orderFieldsOf = <Row extends OrderRow>({ integration, placedAt, removedAt, ...row }: Row) => ({
  ...row,
  integrationId: integration.id,
  placedAt: placedAt.toISOString(),
  removedAt: removedAt?.toISOString() ?? null,
});

export const presentOrder = (row: OrderRow): z.output<typeof orderSchema> => present(orderSchema, orderFieldsOf(row));

export const presentExport = ({ requestedAt, finishedAt, expiresAt, ...asked }: OrderExportView): z.output<typeof exportSchema> =>
  present(exportSchema, {
    ...asked,
    requestedAt: requestedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    expiresAt: expiresAt.toISOString(),
    file: asked.status === "ready" ? `/api/v1/exports/${asked.id}/file` : null,
  });

export const presentOrderWithLines = ({ paidAt, modifiedAt, firstSeenAt, lastSeenAt, ...order }: OrderDetail) =>
  present(orderWithLinesSchema, {
    ...orderFieldsOf(order),
    paidAt: paidAt?.toISOString() ?? null,
    modifiedAt: modifiedAt.toISOString(),
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  });

const presentReport = (integrationId: string, { causes, greenAt, sharedHow, ...report }: ReportRow): z.output<typeof reportSchema> =>
  present(reportSchema, {
    ...report,
    integrationId,
    causeCodes: causes.map(({ code }) => code),
    sharedHow: SHARING_WAYS.find((way) => way === sharedHow) ?? null,
    passedAt: greenAt,
  });

/** The links of a shop as they are now. */
export async function answerReports(
  scope: MerchantScope,
  integrationId: string,
): Promise<Result<{ body: z.output<typeof reportListSchema> }, { code: "not_found" }>> {
  const [row, reports] = await Promise.all([findIntegrationRow(scope, integrationId), listReports(scope, integrationId)]);
  return row ? ok({ body: { data: reports.map((report) => presentReport(integrationId, report)) } }) : refuse({ code: "not_found" });
}

export const presentCheck = (check: CheckView & { status?: CheckStatus }): z.output<typeof checkSchema> =>
  present(checkSchema, { status: "done", ...check, causes: check.result?.causes ?? [] });

export async function presentLookup(
  { lookups, shopsNotAsked }: OrderLookup,
  { locale, foreign }: Sentences,
): Promise<z.output<typeof orderLookupSchema>> {
  const words = await openTexts(locale);
  const [outcomes, failures] = [words.from("orders.lookup.outcome"), words.from("sync.failure")];
  const sentence = (outcome: LookupOutcome): string =>
    describeLookup(quoteOutcome(outcome, foreign), { outcome: outcomes, failure: failures, status: (status) => status, day: printDay });
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

const FOREIGN_FIELDS = ["number", "status", "unpaidStatus"] as const;

const quoteOutcome = (outcome: LookupOutcome, foreign: Sentences["foreign"]): LookupOutcome => ({
  ...outcome,
  ...Object.fromEntries(
    FOREIGN_FIELDS.flatMap((name) => {
      const value: unknown = name in outcome ? outcome[name as keyof LookupOutcome] : null;
      return typeof value === "string" ? [[name, foreign(value)]] : [];
    }),
  ),
});

const printDay = (at: Date): string => at.toISOString().slice(0, 10);
