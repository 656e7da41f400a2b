import { type Locale, toLocale } from "@/lib/i18n/locales";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import type { SharedReport } from "@/lib/infra/prisma-client/client";
import { hashToken, isToken } from "@/lib/infra/secret-token";
import { HOST_JOB } from "@/lib/operations/reports/link";
import { type Snapshot, snapshotSchema } from "@/lib/operations/reports/snapshot";
import { stripAddress } from "@/lib/operations/reports/strip";

export interface OpenReport extends Pick<SharedReport, "integrationId" | "shownName" | "createdAt" | "expiresAt" | "greenAt"> {
  /** Whether replies reach the host by mail. */
  isReachable: boolean;
  /** Scope for reading the reported shop, authorized by the link. */
  scope: MerchantScope;
  reportId: string;
  locale: Locale;
  snapshot: Snapshot;
}

export type FoundReport =
  /** Not a well-formed token: the link was truncated. */
  | { kind: "broken" }
  | { kind: "unknown" }
  /** `address_changed`: the shop's URL has changed, so the report is about another server. */
  | { kind: "closed"; reason: "revoked" | "expired" | "address_changed"; locale: Locale }
  | { kind: "open"; report: OpenReport };

export async function findReport(token: string, now: Date): Promise<FoundReport> {
  if (!isToken(token)) return { kind: "broken" };
  const found = await inPlatform((tx) =>
    tx.sharedReport.findUnique({ where: { tokenHash: hashToken(token) }, include: { integration: { select: { baseUrl: true } } } }),
  );
  if (!found) return { kind: "unknown" };
  const locale = toLocale(found.locale);
  if (found.revokedAt) return { kind: "closed", reason: "revoked", locale };
  const snapshot = snapshotSchema.safeParse(found.snapshot);
  if (found.expiresAt <= now || !snapshot.success) return { kind: "closed", reason: "expired", locale };
  if (stripAddress(found.integration.baseUrl) !== snapshot.data.url) return { kind: "closed", reason: "address_changed", locale };
  const { id: reportId, merchantId, integrationId, shownName, createdAt, expiresAt, greenAt } = found;
  const scope = jobScope(HOST_JOB, merchantId);
  const isReachable = (found.replyTo ?? found.mailedTo) !== null;
  const report = { scope, reportId, isReachable, integrationId, locale, shownName, snapshot: snapshot.data, createdAt, expiresAt, greenAt };
  return { kind: "open", report };
}
