import { maskFields } from "@/lib/base/mask-secrets";
import type { MerchantScope, PlatformScope } from "@/lib/identity/accounts/access";
import type { Actor } from "@/lib/identity/accounts/actor";
import type { AuditAction, PlatformAction } from "@/lib/identity/audit/actions";
import { linkOwners } from "@/lib/identity/auth/freeze-links";
import { inPlatform, type Transaction } from "@/lib/infra/db";

export type AuditFields = Readonly<Record<string, string | number | boolean | null>>;

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
  /** Id of the invitation, person, token, consent or channel, for a freeze (lib/operations/freeze). */
  target?: string;
  /** False if the other owners get no mail about a change about which they otherwise do (proven-acts.ts). */
  notifies?: boolean;
}

/** Who acts, and from which IP address. Every scope is one. */
export interface Acting {
  actor: Actor;
  sourceAddress: string | null;
}

const fieldsOf = ({ details, before, after }: Recorded<string>) => ({
  details: maskFields(details ?? {}),
  ...(before ? { before: maskFields(before) } : {}),
  ...(after ? { after: maskFields(after) } : {}),
});

/** Records an action in the transaction of its change. */
export async function recordAudit(tx: Transaction, scope: MerchantScope, record: AuditRecord): Promise<void> {
  const { merchantId, actor, sourceAddress } = scope;
  const { integrationId = null, action } = record;
  const data = { merchantId, integrationId, actor, action, sourceAddress, ...fieldsOf(record) };
  const { id } = await tx.auditEvent.create({ data, select: { id: true } });
  if (actor.kind !== "job") await linkOwners(tx, merchantId, id, "personId" in actor ? actor.personId : null, record);
}

/** Records an action outside any merchant. `tx` is a platform transaction. */
export async function recordPlatformEvent(tx: Transaction, { actor, sourceAddress }: Acting, record: Recorded<PlatformAction>) {
  await tx.platformEvent.create({ data: { actor, sourceAddress, action: record.action, ...fieldsOf(record) } });
}

/** Records that staff take data of many merchants away in a file. */
export const recordStaffExport = (scope: PlatformScope, action: "bulk_exported" | "log_exported", details: AuditFields): Promise<void> =>
  inPlatform((tx) => recordPlatformEvent(tx, scope, { action, details }));
