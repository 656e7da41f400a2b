import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Actor } from "@/lib/identity/accounts/actor";
import type { AuditAction, PlatformAction } from "@/lib/identity/audit/actions";
import { type AuditFields, maskSecrets } from "@/lib/identity/audit/mask-secrets";
import type { Transaction } from "@/lib/infra/db";

interface Recorded<Action> {
  action: Action;
  details?: AuditFields;
  /** Changed values. */
  before?: AuditFields;
  after?: AuditFields;
}

export interface AuditRecord extends Recorded<AuditAction> {
  /** Omitted for actions on the merchant as a whole. */
  integrationId?: string | null;
}

/** Who acts, and from which IP address. Every scope is one. */
export interface Acting {
  actor: Actor;
  sourceAddress: string | null;
}

const fieldsOf = ({ details, before, after }: Recorded<string>) => ({
  details: maskSecrets(details ?? {}),
  ...(before ? { before: maskSecrets(before) } : {}),
  ...(after ? { after: maskSecrets(after) } : {}),
});

/** Records an action in the transaction of its change. */
export async function recordAudit(tx: Transaction, scope: MerchantScope, record: AuditRecord): Promise<void> {
  const { merchantId, actor, sourceAddress } = scope;
  const { integrationId = null, action } = record;
  await tx.auditEvent.create({ data: { merchantId, integrationId, actor, action, sourceAddress, ...fieldsOf(record) } });
}

/** Records an action outside any merchant. `tx` is a platform transaction. */
export async function recordPlatformEvent(tx: Transaction, { actor, sourceAddress }: Acting, record: Recorded<PlatformAction>) {
  await tx.platformEvent.create({ data: { actor, sourceAddress, action: record.action, ...fieldsOf(record) } });
}
