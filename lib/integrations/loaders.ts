import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import type { MerchantScope } from "@/lib/accounts/access";
import { isReadOnly, requireMerchantScope } from "@/lib/accounts/loaders";
import { listAuditEntries, listSupportActs } from "@/lib/audit/data";
import { requirePerson } from "@/lib/auth/session";
import type { Page, Position } from "@/lib/base/position";
import { type CheckDiff, compareChecks } from "@/lib/checks/compare-checks";
import { type CheckView, latestCheck, listEarlierChecks } from "@/lib/checks/data";
import type { LaneName } from "@/lib/checks/result";
import { findIntegrationRow, findIntegrationSettings, type IntegrationSettings, listIntegrations } from "@/lib/integrations/data";
import type { IntegrationRow } from "@/lib/integrations/row";
import { mergeTimeline, type TimelineEntry } from "@/lib/integrations/timeline";
import { type FallbackView, findMethodFallback } from "@/lib/method-fallback/data";
import { hasChosenWishes } from "@/lib/notifications/data";
import { findPreference } from "@/lib/preferences/data";
import { type Coverage, listOrdersSetAside, type OrderSetAside, readCoverage } from "@/lib/sync/coverage-reads";
import { type LookView, listLooks, listTransitions } from "@/lib/sync/data";
import { laneLookedAt } from "@/lib/sync/looked-at";
import { listRunEntries, listRunViews } from "@/lib/sync/run-reads";
import type { RunEntry, RunView } from "@/lib/sync/run-view";

const TIMELINE_SHOWN = 30;

/** The rows of every shop, for the signed-in person. */
export async function loadIntegrations(merchantId: string): Promise<IntegrationRow[]> {
  return listIntegrations(await requireMerchantScope(merchantId));
}

/** The same with whether the person may only look. */
export async function loadIntegrationsPage(merchantId: string): Promise<{ rows: IntegrationRow[]; readOnly: boolean }> {
  const scope = await requireMerchantScope(merchantId);
  return { rows: await listIntegrations(scope), readOnly: isReadOnly(scope) };
}

/** Whether the person put the first steps away. */
export async function loadStepsHidden(merchantId: string): Promise<boolean> {
  return findPreference(await requirePerson(), "first_steps_hidden", merchantId);
}

/** The overview, with what the first steps need to know. */
export async function loadOverview(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  const [page, stepsHidden, notificationsChosen] = await Promise.all([
    loadIntegrationsPage(merchantId),
    loadStepsHidden(merchantId),
    hasChosenWishes(scope),
  ]);
  return { ...page, stepsHidden, notificationsChosen };
}

/** The list with how the person set it up. */
export async function loadIntegrationsList(merchantId: string) {
  const person = await requirePerson();
  const [page, columns, views] = await Promise.all([
    loadIntegrationsPage(merchantId),
    findPreference(person, "list_columns"),
    findPreference(person, "list_views", merchantId),
  ]);
  return { ...page, settings: { columns, views } };
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
  setAside: Page<OrderSetAside>;
  timeline: Page<TimelineEntry>;
  fallback: FallbackView | null;
  /** The looks at the lane that is in trouble, newest first; null while there is none to look at. */
  looks: { lane: LaneName; looks: LookView[] } | null;
  readOnly: boolean;
}

async function loadCheck(scope: MerchantScope, integrationId: string): Promise<Pick<IntegrationPage, "check" | "checkDiff">> {
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

async function loadTimeline(scope: MerchantScope, integrationId: string, before: Position | null): Promise<Page<TimelineEntry>> {
  const limit = TIMELINE_SHOWN + 1;
  const [audit, visits, moves] = await Promise.all([
    listAuditEntries(scope, { integrationId, limit, before }),
    listSupportActs(scope, limit, before),
    listTransitions(scope, integrationId, limit, before),
  ]);
  return mergeTimeline([...audit, ...visits], moves, TIMELINE_SHOWN);
}

async function loadLooks(scope: MerchantScope, { id, lanes }: IntegrationRow): Promise<IntegrationPage["looks"]> {
  const lane = laneLookedAt(lanes);
  if (lane === null) return null;
  const since = Date.parse(lanes[lane].failingSince ?? lanes[lane].since);
  const looks = await listLooks(scope, id);
  return { lane, looks: looks.filter(({ at }) => at.getTime() >= since) };
}

export async function loadIntegrationPage(merchantId: string, integrationId: string, from: PastPlaces): Promise<IntegrationPage> {
  const { scope, row } = await loadIntegration(merchantId, integrationId);
  const [settings, [newestRun = null], runs, { check, checkDiff }, coverage, setAside, timeline, fallback, looks] = await Promise.all([
    findIntegrationSettings(scope, integrationId),
    listRunViews(scope, integrationId, 1),
    listRunEntries(scope, integrationId, from.runs),
    loadCheck(scope, integrationId),
    readCoverage(scope, integrationId),
    listOrdersSetAside(scope, integrationId, from.aside),
    loadTimeline(scope, integrationId, from.timeline),
    findMethodFallback(scope, integrationId),
    loadLooks(scope, row),
  ]);
  if (!settings) return notFound();
  return {
    row,
    settings,
    newestRun,
    runs,
    check,
    checkDiff,
    coverage,
    setAside,
    timeline,
    fallback,
    looks,
    readOnly: isReadOnly(scope),
  };
}
