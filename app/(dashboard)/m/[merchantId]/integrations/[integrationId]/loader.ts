import "server-only";
import { notFound } from "next/navigation";
import { getTimeZone } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { readReportable, viewerOf } from "@/app/(dashboard)/m/[merchantId]/incidents/loader";
import { systemClock } from "@/lib/base/clock";
import { type DayRange, type Instants, instantsOf, isWithin } from "@/lib/base/day-range";
import type { ListCursor, Page } from "@/lib/base/list-cursor";
import { HISTORY_KEPT_DAYS } from "@/lib/base/retention";
import { ageByLanes, type CheckDiff, compareChecks } from "@/lib/check/compare-checks";
import { type CheckView, findCheck, listEarlierChecks, newestCheck } from "@/lib/check/data";
import { listEndings } from "@/lib/health/endings/data";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { isAllowed, isReadOnly, type MerchantScope } from "@/lib/identity/accounts/access";
import { loadMerchantContext } from "@/lib/identity/accounts/loaders";
import { type MerchantReader, readMerchant } from "@/lib/identity/accounts/read-merchant";
import { listAuditEntries } from "@/lib/identity/audit/data";
import { listIncidents, listObservations } from "@/lib/incidents/data";
import type { CsvStyle } from "@/lib/infra/print-csv";
import { findIntegrationSettings, findShop } from "@/lib/integrations/data";
import { countCarried, readHistory } from "@/lib/integrations/history/data";
import { type Day, listDays } from "@/lib/integrations/history/days";
import { printHistory } from "@/lib/integrations/history/print-history";
import { probedLane } from "@/lib/integrations/lane-facts";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { tellShop } from "@/lib/integrations/story";
import { mergeTimeline, printTimeline, type TimelineEntry } from "@/lib/integrations/timeline";
import { listRefusedRehearsals, type RefusedRehearsal } from "@/lib/operations/addresses/data";
import { listFixAnswers, readFixRecords } from "@/lib/operations/learning/data";
import { listReportMessages } from "@/lib/operations/reports/answers/data";
import { listReports } from "@/lib/operations/reports/data";
import { fallbackView } from "@/lib/orders/method-fallback/fallback-view";
import { countShipments } from "@/lib/orders/tracking/data";
import { listThreads } from "@/lib/support/threads/data";
import { listBackfills } from "@/lib/sync/backfill/data";
import { listQuarantinedOrders, readCoverage } from "@/lib/sync/coverage-reads";
import { listRecoveryProbes, type RecoveryProbeView } from "@/lib/sync/data";
import { listRunEntries, listRunViews } from "@/lib/sync/past-runs/run-reads";
import { findSilence } from "@/lib/sync/silence/data";

/** Data of every tab of a shop's page; "not found" for unknown, foreign and malformed ids alike. Cached per request. */
export const loadShop = cache(async (merchantId: string, integrationId: string) => {
  const { scope, merchant } = await loadMerchantContext(merchantId);
  if (!z.uuid().safeParse(integrationId).success) notFound();
  return readMerchant(scope, async (reader) => {
    const shop = (await findShop(reader, integrationId)) ?? notFound();
    const check = await newestCheck(reader, integrationId);
    const { row } = shop;
    return {
      ...shop,
      // The tabs show no list of requests while a check runs; connecting does.
      row: row.check ? { ...row, check: { ...row.check, seen: [] } } : row,
      scope,
      merchantName: merchant.name,
      readOnly: isReadOnly(scope),
      check: check?.view ?? null,
      reportable: await readReportable(reader, shop.row, check?.view ?? null),
      fallback: fallbackView(shop.row, check?.found ?? null),
      newestRun: (await listRunViews(reader, integrationId, 1))[0] ?? null,
    };
  });
});

const SPARK_DAYS = 30;
const RUNS_ON_OVERVIEW = 5;

/** Recovery probes of the failing lane, newest first; null if no lane is being probed. */
async function loadRecoveryProbes(
  reader: MerchantReader,
  { id, lanes }: IntegrationRow,
): Promise<{ lane: LaneName; probes: RecoveryProbeView[] } | null> {
  const lane = probedLane(lanes);
  if (lane === null) return null;
  const since = Date.parse(lanes[lane].failingSince ?? lanes[lane].since);
  const probes = await listRecoveryProbes(reader, id);
  return { lane, probes: probes.filter(({ at }) => at.getTime() >= since) };
}

export async function loadShopOverview(merchantId: string, integrationId: string) {
  const shop = await loadShop(merchantId, integrationId);
  const days = listDays(systemClock.now(), SPARK_DAYS, await getTimeZone());
  return readMerchant(shop.scope, async (reader) => ({
    ...shop,
    settings: (await findIntegrationSettings(reader, integrationId)) ?? notFound(),
    // A halted import already explains missing orders.
    silence: shop.row.lanes.orders_in.state === "regular" ? await findSilence(reader, integrationId) : null,
    parcels: await countShipments(reader, integrationId),
    probes: await loadRecoveryProbes(reader, shop.row),
    runs: (await listRunEntries(reader, integrationId, null)).entries.slice(0, RUNS_ON_OVERVIEW),
    carried: await countCarried(reader, integrationId, days),
    threads: await listThreads(reader, integrationId),
    coming: await findComing(reader, integrationId),
    endings: await listEndings(reader, integrationId),
  }));
}

const findComing = async (reader: MerchantReader, integrationId: string): Promise<RefusedRehearsal | null> =>
  (await listRefusedRehearsals(reader, integrationId))[0] ?? null;

async function loadDiff(reader: MerchantReader, { id, lanes }: IntegrationRow, check: CheckView | null): Promise<CheckDiff | null> {
  if (!check?.result) return null;
  const { causes, probes } = check.result;
  const newest = { at: check.finishedAt ?? check.requestedAt, causes, probes };
  const blocked = Object.values(lanes).flatMap(({ since, reason }) =>
    reason.code === "causes_found" ? [{ since, cause: reason.cause }] : [],
  );
  const worked = { orders_in: lanes.orders_in.lastSuccessAt, tracking_out: lanes.tracking_out.lastSuccessAt };
  const earlier = await listEarlierChecks(reader, id, check.id);
  return ageByLanes(compareChecks(newest, earlier, worked), causes, earlier, blocked);
}

export async function loadShopDiagnosis(merchantId: string, integrationId: string) {
  const shop = await loadShop(merchantId, integrationId);
  const { incident } = shop.row;
  const records = await readFixRecords(shop.scope, shop.check?.causeCodes ?? []);
  return readMerchant(shop.scope, async (reader) => {
    const reports = await listReports(reader, integrationId);
    return {
      ...shop,
      learned: { incident, records, answers: incident ? await listFixAnswers(reader, incident.id) : [] },
      diff: await loadDiff(reader, shop.row, shop.check),
      reports,
      messages: await listReportMessages(
        reader,
        reports.map(({ id }) => id),
      ),
      coming: await findComing(reader, integrationId),
    };
  });
}

/** The requests of a finished check, and since when each failed; null for unknown and foreign ids. */
export function readCheckRequests(scope: MerchantScope, integrationId: string, checkId: string) {
  return readMerchant(scope, async (reader) => {
    const shop = await findShop(reader, integrationId);
    if (!shop) return null;
    const check = await findCheck(reader, checkId);
    if (!check?.result || check.integrationId !== integrationId) return null;
    const { shopSystem } = shop.row;
    return { probes: check.result.probes, shopSystem, ages: (await loadDiff(reader, shop.row, check))?.probes ?? {} };
  });
}

export async function loadShopSync(
  merchantId: string,
  integrationId: string,
  from: { runs: ListCursor | null; quarantined: ListCursor | null },
) {
  const shop = await loadShop(merchantId, integrationId);
  return readMerchant(shop.scope, async (reader) => ({
    ...shop,
    settings: (await findIntegrationSettings(reader, integrationId)) ?? notFound(),
    runs: await listRunEntries(reader, integrationId, from.runs),
    coverage: await readCoverage(reader, integrationId),
    quarantinedOrders: await listQuarantinedOrders(reader, integrationId, from.quarantined),
    backfills: await listBackfills(reader, integrationId),
  }));
}

const TIMELINE_SHOWN = 30;
const INCIDENTS_SHOWN = 4;

interface TimelineQuery {
  within: Instants;
  before: ListCursor | null;
  most: number;
}

async function loadTimeline(reader: MerchantReader, integrationId: string, query: TimelineQuery): Promise<Page<TimelineEntry>> {
  const { most, ...rest } = query;
  const audit = await listAuditEntries(reader, { integrationId, limit: most + 1, ...rest });
  const recorded = await listObservations(reader, integrationId, { limit: most + 1, ...rest });
  return mergeTimeline(audit, recorded, most);
}

const HISTORY_DAYS = 90;

/** The chosen days within the retention; the last 90 without a choice. */
function chooseDays(range: DayRange, timeZone: string): Day[] {
  const isChosen = range.from !== null || range.to !== null;
  const kept = listDays(systemClock.now(), isChosen ? HISTORY_KEPT_DAYS : HISTORY_DAYS, timeZone);
  return kept.filter(({ date }) => isWithin(range, date));
}

/** The days as CSV; null for an unknown shop. */
export async function exportShopHistory(
  scope: MerchantScope,
  integrationId: string,
  range: DayRange,
  style: CsvStyle,
): Promise<Generator<string> | null> {
  const days = await readHistory(scope, integrationId, chooseDays(range, await getTimeZone()));
  return days && printHistory(days, style);
}

const MAX_EXPORTED = 10_000;

/** The newest activity as CSV; null for an unknown shop. */
export async function exportShopTimeline(
  scope: MerchantScope,
  integrationId: string,
  range: DayRange,
  style: CsvStyle,
): Promise<Generator<string> | null> {
  const within = instantsOf(range, await getTimeZone());
  return readMerchant(scope, async (reader) => {
    if (!(await findShop(reader, integrationId))) return null;
    return printTimeline((await loadTimeline(reader, integrationId, { within, before: null, most: MAX_EXPORTED })).entries, style);
  });
}

export async function loadShopHistory(merchantId: string, integrationId: string, before: ListCursor | null, range: DayRange) {
  const shop = await loadShop(merchantId, integrationId);
  const timeZone = await getTimeZone();
  const [days, within] = [chooseDays(range, timeZone), instantsOf(range, timeZone)];
  return readMerchant(shop.scope, async (reader) => {
    const { open, closed } = await listIncidents(reader, {
      integrationId,
      now: systemClock.now(),
      perPage: INCIDENTS_SHOWN,
      during: within,
    });
    return {
      ...shop,
      mayExport: isAllowed(shop.scope, "export_data"),
      days: (await readHistory(reader, integrationId, days)) ?? notFound(),
      coverage: await readCoverage(reader, integrationId),
      story: tellShop(shop.row, viewerOf(shop.scope), systemClock.now()),
      incidents: [...open, ...closed].slice(0, INCIDENTS_SHOWN),
      timeline: await loadTimeline(reader, integrationId, { within, before, most: TIMELINE_SHOWN }),
    };
  });
}
