import type { CheckResult } from "@/lib/check/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import type { Transaction } from "@/lib/infra/db";
import { CERTIFICATE_ENDING } from "@/lib/operations/reports/certificate-report";
import { followReport } from "@/lib/operations/reports/follow-report";
import { isAllFixed } from "@/lib/operations/reports/judge-cause";
import { snapshotSchema } from "@/lib/operations/reports/snapshot";

/**
 * Updates a shop's open reports in the transaction that stores a new result: a report whose requests all pass is fixed, of which its
 * incident notifies the merchant; one that is blocked again is reopened.
 */
export async function finalizeReports(tx: Transaction, scope: MerchantScope, integrationId: string, result: CheckResult): Promise<void> {
  const { merchantId } = scope;
  const now = new Date();
  const reports = await tx.sharedReport.findMany({
    where: { merchantId, integrationId, revokedAt: null, expiresAt: { gt: now } },
    select: { id: true, snapshot: true, causeCodes: true, greenAt: true },
    orderBy: { createdAt: "asc" },
  });
  const turned: string[] = [];
  for (const { id, snapshot: stored, causeCodes, greenAt } of reports) {
    const snapshot = snapshotSchema.safeParse(stored);
    if (!snapshot.success || snapshot.data.certificate) continue;
    const isGreen = isAllFixed(snapshot.data, result);
    if (isGreen === (greenAt !== null)) continue;
    await tx.sharedReport.update({ where: { merchantId_id: { merchantId, id } }, data: { greenAt: isGreen ? now : null } });
    if (isGreen) await followReport(tx, scope, integrationId, { kind: "report_passed", reportId: id });
    if (isGreen && !turned.includes(causeCodes.join())) {
      turned.push(causeCodes.join());
      await recordAudit(tx, scope, {
        action: "host_report_green",
        integrationId,
        details: { reportId: id, causes: causeCodes.join(", ") },
      });
    }
  }
}

/** Marks a shop's open reports on its certificate as fixed, in the transaction that observed the new certificate. */
export async function finalizeCertificateReports(tx: Transaction, scope: MerchantScope, integrationId: string): Promise<void> {
  const where = { merchantId: scope.merchantId, integrationId, causeCodes: { has: CERTIFICATE_ENDING }, greenAt: null, revokedAt: null };
  const { count } = await tx.sharedReport.updateMany({ where, data: { greenAt: new Date() } });
  if (count > 0) await recordAudit(tx, scope, { action: "host_report_green", integrationId, details: { causes: CERTIFICATE_ENDING } });
}
