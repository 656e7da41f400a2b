import { PROVEN_ACTS } from "@/lib/identity/auth/proven-acts";
import type { Transaction } from "@/lib/infra/db";

/** The part of an audit record that matters here. */
interface Change {
  action: string;
  target?: string;
  before?: Readonly<Record<string, unknown>>;
  notifies?: boolean;
}

const notifies = (action: string): boolean => action in PROVEN_ACTS && PROVEN_ACTS[action as keyof typeof PROVEN_ACTS].notifies;

/** Who was an owner until this change; null if it took no ownership. */
const formerOwner = ({ action, target, before }: Change): string | null =>
  (action === "member_removed" || action === "member_role_changed") && before?.["role"] === "owner" ? (target ?? null) : null;

/**
 * Gives every other owner a link that freezes the change, in its transaction: lib/notify/freeze-mails.ts sends it. An owner whose ownership
 * the change takes gets one, too.
 */
export async function linkOwners(tx: Transaction, merchantId: string, eventId: string, actorId: string | null, record: Change) {
  if (record.notifies === false || !notifies(record.action)) return;
  const { target = null } = record;
  await tx.$executeRaw`
    insert into freeze_link (merchant_id, event_id, person_id, target_id)
    select ${merchantId}::uuid, ${eventId}::uuid, person_id, ${target}::uuid from (
      select person_id from membership where merchant_id = ${merchantId}::uuid and role = 'owner'
      union select ${formerOwner(record)}::uuid
    ) owner where person_id is distinct from ${actorId}::uuid and person_id is not null`;
}
