import { plainJson } from "@/lib/base/plain-json";
import type { BlockedLane } from "@/lib/check/compare-checks";
import { latestCheck, listEarlierChecks } from "@/lib/check/data";
import { toLaneReason } from "@/lib/health/lane/lane";
import { isLocale } from "@/lib/i18n/locales";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { reminderDueAt } from "@/lib/operations/reports/reminder-due";
import type { NewestCheck } from "@/lib/operations/reports/report-view";
import { snapshotSchema } from "@/lib/operations/reports/snapshot";

// Listed explicitly: the row also contains the hash of its token.
const LINK_COLUMNS = {
  id: true,
  snapshot: true,
  locale: true,
  shownName: true,
  createdBy: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  openedCount: true,
  lastOpenedAt: true,
  greenAt: true,
  sharedHow: true,
  sharedAt: true,
  mailedTo: true,
  mailDueAt: true,
  remindedAt: true,
  testedAt: true,
} as const;

/** The links of an integration, newest first, without their tokens; empty for unknown and foreign ids. */
export async function listReports(scope: MerchantScope, integrationId: string, limit = 20) {
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ tx }) =>
    tx.sharedReport.findMany({
      where: { merchantId, integrationId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      select: LINK_COLUMNS,
    }),
  );
  return rows.map(({ snapshot: stored, locale, createdBy, ...row }) => {
    const { data: snapshot } = snapshotSchema.safeParse(stored);
    const dueAt = row.sharedHow === "mail" ? reminderDueAt(row) : null;
    return {
      reminderDueAt: dueAt?.toISOString() ?? null,
      ...plainJson(row),
      causes: snapshot?.causes ?? [],
      isOnCertificate: snapshot?.certificate !== undefined,
      locale: isLocale(locale) ? locale : null,
      madeBy: nameOfStored(createdBy),
    };
  });
}

export type ReportRow = Awaited<ReturnType<typeof listReports>>[number];

/** The newest readable result of an integration, and earlier ones; null for unknown and foreign ids. */
export async function readNewestCheck(scope: MerchantScope, integrationId: string): Promise<NewestCheck | null> {
  const check = await latestCheck(scope, integrationId);
  if (!check?.result) return null;
  const earlier = await listEarlierChecks(scope, integrationId, check.id);
  return { at: check.finishedAt ?? check.requestedAt, result: check.result, earlier, ...(await readLanes(scope, integrationId)) };
}

async function readLanes(scope: MerchantScope, integrationId: string): Promise<Pick<NewestCheck, "lanes" | "worked">> {
  const { merchantId } = scope;
  const lanes = await readMerchant(scope, ({ tx }) =>
    tx.lane.findMany({
      where: { merchantId, integrationId },
      select: { lane: true, since: true, reason: true, reasonParams: true, lastSuccessAt: true },
    }),
  );
  const blocked = lanes.flatMap(({ since, reason: code, reasonParams }): BlockedLane[] => {
    const reason = toLaneReason(code, reasonParams);
    return reason.code === "causes_found" ? [{ cause: reason.cause, since: since.toISOString() }] : [];
  });
  return {
    lanes: blocked,
    worked: Object.fromEntries(lanes.map(({ lane, lastSuccessAt }) => [lane, lastSuccessAt?.toISOString() ?? null])),
  };
}

/** `running` and `doneCheckId` are null for unknown and foreign ids. */
export function readTestProgress(scope: MerchantScope, integrationId: string) {
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const running = await tx.reachabilityCheck.findFirst({
      where: { merchantId, integrationId, status: { in: ["queued", "running"] } },
      select: { id: true, probesDone: true },
    });
    const done = await tx.reachabilityCheck.findFirst({
      where: { merchantId, integrationId, status: { in: ["done", "failed"] } },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      select: { id: true },
    });
    return { running: running && { checkId: running.id, probesDone: running.probesDone }, doneCheckId: done?.id ?? null };
  });
}

export type TestProgress = Awaited<ReturnType<typeof readTestProgress>>;

/** Whether the shop has this report; false for unknown and foreign ids alike. */
export const hasReport = (
  scope: MerchantScope,
  { integrationId, reportId }: { integrationId: string; reportId: string },
): Promise<boolean> =>
  readMerchant(scope, async ({ tx, merchantId }) => {
    const where = { merchantId, integrationId, id: reportId };
    return (await tx.sharedReport.findFirst({ where, select: { id: true } })) !== null;
  });
