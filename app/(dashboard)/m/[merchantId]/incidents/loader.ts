import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { type DayRange, instantsOf } from "@/lib/base/day-range";
import { MINUTE_MS } from "@/lib/base/units";
import { findCheck, latestCheck, listCheckResults } from "@/lib/check/data";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { isAllowed, isReadOnly, type MerchantScope } from "@/lib/identity/accounts/access";
import { listMembers } from "@/lib/identity/accounts/data";
import { loadMerchantContext, requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { type MerchantReader, readMerchant } from "@/lib/identity/accounts/read-merchant";
import { listAuditEntries } from "@/lib/identity/audit/data";
import { requirePerson } from "@/lib/identity/auth/session";
import { findIncident, type Incidents, listIncidents, type ShopIncident } from "@/lib/incidents/data";
import type { Story, Viewer } from "@/lib/incidents/describe-incident";
import { printIncidents } from "@/lib/incidents/print-incidents";
import type { CsvStyle } from "@/lib/infra/print-csv";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { readIntegrationRows } from "@/lib/integrations/list/row-query";
import { tellShop } from "@/lib/integrations/story";
import { mergeIncidentTimeline } from "@/lib/integrations/timeline";
import { listNotified } from "@/lib/notify/list-notified";
import { listFixAnswers } from "@/lib/operations/learning/data";
import { listAnswersInIncident } from "@/lib/operations/reports/answers/data";
import { isReportable, type ReportableCheck, reportOn } from "@/lib/operations/reports/host-causes";

export interface IncidentFilter {
  shopId: string | null;
  days: DayRange;
}

async function readIncidents(
  reader: MerchantReader,
  { shopId, days }: IncidentFilter,
  pages: { page: number; perPage?: number; timeZone: string },
) {
  const known = shopId !== null && z.uuid().safeParse(shopId).success ? await listIntegrationNames(reader) : [];
  const shop = known.find(({ id }) => id === shopId) ?? null;
  const { timeZone, ...page } = pages;
  const during = instantsOf(days, timeZone);
  return { shop, ...(await listIncidents(reader, { integrationId: shop?.id ?? null, now: systemClock.now(), during, ...page })) };
}

export const viewerOf = (scope: MerchantScope): Viewer =>
  scope.actor.kind === "staff" ? { kind: "staff" } : { kind: "member", canAct: !isReadOnly(scope) };

/** What the shops of open incidents are told to be now, by shop. */
async function tellOpen({ sql, ...scope }: MerchantReader, open: readonly ShopIncident[]): Promise<Map<string, Story>> {
  const ids = open.map(({ integrationId }) => integrationId);
  const rows = await readIntegrationRows(sql, scope.merchantId, ids);
  return new Map(rows.map((row) => [row.id, tellShop(row, viewerOf(scope), systemClock.now())]));
}

export interface ListedIncidents extends Incidents {
  shop: { id: string; name: string } | null;
  stories: Map<string, Story>;
  mayExport: boolean;
}

/** The incidents of a merchant or of one shop, with one page of closed ones. */
export async function loadIncidents(merchantId: string, filter: IncidentFilter, page: number): Promise<ListedIncidents> {
  const [scope, { timeZone }] = await Promise.all([requireMerchantScope(merchantId), requirePerson()]);
  return readMerchant(scope, async (reader) => {
    const found = await readIncidents(reader, filter, { page, timeZone });
    return { ...found, stories: await tellOpen(reader, found.open), mayExport: isAllowed(scope, "export_data") };
  });
}

const MAX_EXPORTED = 10_000;

export async function exportIncidents(scope: MerchantScope, filter: IncidentFilter, style: CsvStyle): Promise<Generator<string>> {
  const { timeZone } = await requirePerson();
  const { open, closed } = await readMerchant(scope, (reader) =>
    readIncidents(reader, filter, { page: 1, perPage: MAX_EXPORTED, timeZone }),
  );
  return printIncidents([...open, ...closed], style);
}

/** What a report shows the host: the newest check or, if that did not ask for what is open, the one that proved it. */
export async function readReportable(
  reader: MerchantReader,
  { hostCauses, incident }: IntegrationRow,
  newest: ReportableCheck | null,
): Promise<ReportableCheck | null> {
  if (isReportable(newest, hostCauses)) return newest;
  const open = incident?.causes.find(({ code, clearedAt }) => clearedAt === null && hostCauses.includes(code));
  const proof = open ? await findCheck(reader, open.checkId) : null;
  return isReportable(proof, hostCauses) ? proof : null;
}

/** What the story of an open incident and its next step need. */
async function readNow(reader: MerchantReader, scope: MerchantScope, shop: { integrationId: string; merchantName: string }) {
  const [row] = await readIntegrationRows(reader.sql, reader.merchantId, [shop.integrationId]);
  if (!row) return null;
  const [readOnly, reportable] = [isReadOnly(scope), await readReportable(reader, row, await latestCheck(reader, row.id))];
  return { initial: row, viewer: viewerOf(scope), report: reportOn({ merchantName: shop.merchantName, row, reportable, readOnly }) };
}

/** An act that ends an incident may be recorded shortly before or after the observation. */
const AROUND_MS = 5 * MINUTE_MS;
const MAX_ACTS = 200;

/** One incident with its timeline, proofs and who was notified; "not found" for unknown, foreign and malformed ids alike. Cached per request. */
export const loadIncident = cache(async (merchantId: string, incidentId: string) => {
  const { scope, merchant } = await loadMerchantContext(merchantId);
  if (!z.uuid().safeParse(incidentId).success) notFound();
  const found = await readMerchant(scope, async (reader) => {
    const { incident, entries } = (await findIncident(reader, incidentId)) ?? notFound();
    const { integrationId, openedAt, closedAt, causes } = incident;
    const within = { from: new Date(openedAt.getTime() - AROUND_MS), to: closedAt && new Date(closedAt.getTime() + AROUND_MS) };
    const acts = await listAuditEntries(reader, { integrationId, limit: MAX_ACTS, within });
    return {
      incident,
      readOnly: isReadOnly(scope),
      answers: await listFixAnswers(reader, incidentId),
      messages: await listAnswersInIncident(reader, incidentId),
      timeline: mergeIncidentTimeline(entries, acts),
      now: closedAt ? null : await readNow(reader, scope, { integrationId, merchantName: merchant.name }),
      results: await listCheckResults(
        reader,
        causes.map(({ checkId }) => checkId),
      ),
      notified: await listNotified(reader, { integrationId, from: openedAt, to: closedAt }),
    };
  });
  // People do not belong to a merchant, so their names are read separately from its data.
  const { personIds, channels } = found.notified;
  const members = personIds.length > 0 ? await listMembers(scope) : [];
  const people = members.flatMap(({ personId, name }) => (personIds.includes(personId) ? [name] : []));
  return { ...found, notified: { people, formerPeople: personIds.length - people.length, channels } };
});
