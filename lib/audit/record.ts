import type { MerchantScope } from "@/lib/accounts/access";
import type { Transaction } from "@/lib/system/db";

/** What can be done to a merchant's things. The page finds its words under `audit.action.<code>`; details never hold a secret. */
export const AUDIT_ACTIONS = [
  "integration_connected",
  "integration_renamed",
  "integration_address_changed",
  "integration_disconnected",
  "credentials_replaced",
  "refresh_requested",
  "refresh_joined",
  "check_requested",
  "sync_paused",
  "sync_resumed",
  "maintenance_announced",
  "maintenance_ended",
  "shipments_recorded",
  "shipment_sent_again",
  "webhook_secret_made",
  "maintenance_token_made",
  "report_shared",
  "report_revoked",
  "merchant_opened",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

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
