import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import type { Page, Position } from "@/lib/base/position";
import { type CheckDiff, compareChecks } from "@/lib/check/compare-checks";
import { type CheckView, latestCheck, listEarlierChecks } from "@/lib/check/data";
import type { LaneName } from "@/lib/health/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { isReadOnly, requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { type MerchantReader, readMerchant } from "@/lib/identity/accounts/read-merchant";
import { listAuditEntries, listSupportActs } from "@/lib/identity/audit/data";
import { requirePerson } from "@/lib/identity/auth/session";
import { findListSettings, findPreference } from "@/lib/identity/preferences/data";
import { findIntegrationRow, findIntegrationSettings, type IntegrationSettings, listDrafts } from "@/lib/integrations/data";
import { countShops, listShopPage, readOverview } from "@/lib/integrations/list-reads";
import type { ListQuery } from "@/lib/integrations/list-view";
import { probedLane } from "@/lib/integrations/probed-lane";
import type { IntegrationRow } from "@/lib/integrations/row";
import { mergeTimeline, type TimelineEntry } from "@/lib/integrations/timeline";
import { hasChosenPreferences } from "@/lib/notify/data";
import { type FallbackView, findMethodFallback } from "@/lib/orders/method-fallback/data";
import { type Coverage, listQuarantinedOrders, type QuarantinedOrder, readCoverage } from "@/lib/sync/coverage-reads";
import { type HealthProbeView, listHealthProbes, listTransitions } from "@/lib/sync/data";
import { listRunEntries, listRunViews } from "@/lib/sync/run-reads";
import type { RunEntry, RunView } from "@/lib/sync/run-view";

const TIMELINE_SHOWN = 30;

/** Shops whose connecting was begun and not finished, with whether the person may only look. */
export async function loadConnectPage(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  return { drafts: await listDrafts(scope), readOnly: isReadOnly(scope) };
}

/** Whether the person put the first steps away. */
export async function loadStepsHidden(merchantId: string): Promise<boolean> {
  return findPreference(await requirePerson(), "first_steps_hidden", merchantId);
}

/** The overview, with what the first steps need to know. */
export async function loadOverview(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  const readAt = Date.now();
  const stepsHidden = await loadStepsHidden(merchantId);
  return readMerchant(scope, async (reader) => ({
    ...(await readOverview(reader)),
    notificationsChosen: await hasChosenPreferences(reader),
    stepsHidden,
    readOnly: isReadOnly(scope),
    readAt,
  }));
}

/** One page of the list with how the person set it up. */
export async function loadIntegrationsList(merchantId: string, query: ListQuery) {
  const [scope, person] = await Promise.all([requireMerchantScope(merchantId), requirePerson()]);
  const readAt = Date.now();
  const settings = await findListSettings(person, merchantId);
  return readMerchant(scope, async (reader) => ({
    ...(await listShopPage(reader, query)),
    counts: await countShops(reader),
    settings,
    readOnly: isReadOnly(scope),
    readAt,
  }));
}

/** One integration's row with the scope, or "not found" for unknown, foreign and malformed ids alike; once in each request. */
export const loadIntegration = cache(
  async (merchantId: string, integrationId: string): Promise<{ scope: MerchantScope; row: IntegrationRow }> => {
    const scope = await requireMerchantScope(merchantId);
    const row = z.uuid().safeParse(integrationId).success ? await findIntegrationRow(scope, integrationId) : null;
    return row ? { scope, row } : notFound();
  },
);

export interface IntegrationPage {
  row: IntegrationRow;
  settings: IntegrationSettings;
  newestRun: RunView | null;
  runs: Page<RunEntry>;
  /** The newest check with a result. */
  check: CheckView | null;
  /** What changed since the checks before it. */
  checkDiff: CheckDiff | null;
  coverage: Coverage | null;
  quarantined: Page<QuarantinedOrder>;
  timeline: Page<TimelineEntry>;
  fallback: FallbackView | null;
  /** The looks at the lane that is in trouble, newest first; null while there is none to look at. */
  looks: { lane: LaneName; looks: HealthProbeView[] } | null;
  readOnly: boolean;
}

async function loadCheck(scope: MerchantReader, integrationId: string): Promise<Pick<IntegrationPage, "check" | "checkDiff">> {
  const check = await latestCheck(scope, integrationId);
  if (!check?.result) return { check, checkDiff: null };
  const { causes, probes } = check.result;
  const newest = { at: check.finishedAt ?? check.requestedAt, causes, probes };
  return { check, checkDiff: compareChecks(newest, await listEarlierChecks(scope, integrationId, check.id)) };
}

/** From where on each list of the page is read; null shows the newest. */
export interface PastPlaces {
  runs: Position | null;
  aside: Position | null;
  timeline: Position | null;
}

async function loadTimeline(scope: MerchantReader, integrationId: string, before: Position | null): Promise<Page<TimelineEntry>> {
  const limit = TIMELINE_SHOWN + 1;
  const audit = await listAuditEntries(scope, { integrationId, limit, before });
  const visits = await listSupportActs(scope, limit, before);
  const moves = await listTransitions(scope, integrationId, limit, before);
  return mergeTimeline([...audit, ...visits], moves, TIMELINE_SHOWN);
}

async function loadLooks(scope: MerchantReader, { id, lanes }: IntegrationRow): Promise<IntegrationPage["looks"]> {
  const lane = probedLane(lanes);
  if (lane === null) return null;
  const since = Date.parse(lanes[lane].failingSince ?? lanes[lane].since);
  const looks = await listHealthProbes(scope, id);
  return { lane, looks: looks.filter(({ at }) => at.getTime() >= since) };
}

export async function loadIntegrationPage(merchantId: string, integrationId: string, from: PastPlaces): Promise<IntegrationPage> {
  const { scope, row } = await loadIntegration(merchantId, integrationId);
  return readMerchant(scope, async (reader) => ({
    row,
    settings: (await findIntegrationSettings(reader, integrationId)) ?? notFound(),
    newestRun: (await listRunViews(reader, integrationId, 1))[0] ?? null,
    runs: await listRunEntries(reader, integrationId, from.runs),
    ...(await loadCheck(reader, integrationId)),
    coverage: await readCoverage(reader, integrationId),
    quarantined: await listQuarantinedOrders(reader, integrationId, from.aside),
    timeline: await loadTimeline(reader, integrationId, from.timeline),
    fallback: await findMethodFallback(reader, integrationId),
    looks: await loadLooks(reader, row),
    readOnly: isReadOnly(scope),
  }));
}
