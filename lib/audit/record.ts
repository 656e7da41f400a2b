import type { MerchantScope } from "@/lib/accounts/access";
import type { AuditAction } from "@/lib/audit/actions";
import type { Transaction } from "@/lib/system/db";

export interface AuditRecord {
  action: AuditAction;
  /** Null for what concerns the merchant as a whole. */
  integrationId: string | null;
  details?: Record<string, string | number | boolean | null>;
}

/** Writes who did what, in the transaction of the change itself. */
export async function recordAudit(tx: Transaction, scope: MerchantScope, record: AuditRecord): Promise<void> {
  await tx.auditEvent.create({
    data: {
      merchantId: scope.merchantId,
      integrationId: record.integrationId,
      actor: scope.actor,
      action: record.action,
      details: record.details ?? {},
    },
  });
}
