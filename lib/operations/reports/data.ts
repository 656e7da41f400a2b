import type { BlockedLane } from "@/lib/check/compare-checks";
import { latestCheck, listEarlierChecks } from "@/lib/check/data";
import type { Cause } from "@/lib/check/result";
import { toLaneReason } from "@/lib/health/lane";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { NewestCheck } from "@/lib/operations/reports/report-view";
import { snapshotSchema } from "@/lib/operations/reports/snapshot";

/** A link as its owners see it; its token is not stored. Plain JSON, instants as ISO strings in UTC. */
export interface ReportRow {
  id: string;
  causes: Cause[];
  /** About a certificate that ends soon. */
  isOnCertificate: boolean;
  locale: Locale | null;
  shownName: string;
  madeBy: string | null;
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
  openedCount: number;
  lastOpenedAt: string | null;
  greenAt: string | null;
}

/** The links of an integration, newest first; empty for unknown and foreign ids. */
export async function listReports(scope: MerchantScope, integrationId: string, limit = 20): Promise<ReportRow[]> {
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ tx }) =>
    tx.sharedReport.findMany({
      where: { merchantId, integrationId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      omit: { tokenHash: true },
    }),
  );
  return rows.map((row) => {
    const snapshot = snapshotSchema.safeParse(row.snapshot);
    return {
      id: row.id,
      causes: snapshot.success ? snapshot.data.causes : [],
      isOnCertificate: snapshot.success && snapshot.data.certificate !== undefined,
      locale: isLocale(row.locale) ? row.locale : null,
      shownName: row.shownName,
      madeBy: nameOfStored(row.createdBy),
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      revokedAt: row.revokedAt?.toISOString() ?? null,
      openedCount: row.openedCount,
      lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
      greenAt: row.greenAt?.toISOString() ?? null,
    };
  });
}

/** The newest readable result of an integration and earlier ones; null for unknown and foreign ids. */
export async function readNewestCheck(scope: MerchantScope, integrationId: string): Promise<NewestCheck | null> {
  const check = await latestCheck(scope, integrationId);
  if (!check?.result) return null;
  const earlier = await listEarlierChecks(scope, integrationId, check.id);
  const lanes = await listBlockedLanes(scope, integrationId);
  return { at: check.finishedAt ?? check.requestedAt, result: check.result, earlier, lanes };
}

async function listBlockedLanes(scope: MerchantScope, integrationId: string): Promise<BlockedLane[]> {
  const { merchantId } = scope;
  const lanes = await readMerchant(scope, ({ tx }) =>
    tx.lane.findMany({
      where: { merchantId, integrationId, reason: "causes_found" },
      select: { since: true, reason: true, reasonParams: true },
    }),
  );
  return lanes.flatMap(({ since, reason: code, reasonParams }) => {
    const reason = toLaneReason(code, reasonParams);
    return reason.code === "causes_found" ? [{ cause: reason.cause, since: since.toISOString() }] : [];
  });
}

export interface TestProgress {
  running: { checkId: string; probesDone: number } | null;
  doneCheckId: string | null;
}

/** `running` and `doneCheckId` are null for unknown and foreign ids. */
export function readTestProgress(scope: MerchantScope, integrationId: string): Promise<TestProgress> {
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const running = await tx.check.findFirst({
      where: { merchantId, integrationId, status: { in: ["queued", "running"] } },
      select: { id: true, probesDone: true },
    });
    const done = await tx.check.findFirst({
      where: { merchantId, integrationId, status: { in: ["done", "failed"] } },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      select: { id: true },
    });
    return { running: running && { checkId: running.id, probesDone: running.probesDone }, doneCheckId: done?.id ?? null };
  });
}
