import { type Result, refuse } from "@/lib/base/result";
import type { MerchantScope, OwnerScope } from "@/lib/identity/accounts/access";
import { inPlatform, type Transaction } from "@/lib/infra/db";

interface LockedMember {
  personId: string;
  role: string;
  name: string;
  email: string;
}

export interface LockedMembers {
  members: LockedMember[];
  owners: number;
  /** Whether the actor still manages members now. */
  mayManage: boolean;
}

/**
 * The current members, locked until the transaction ends. This serializes decisions about owners, so that one always remains. `tx` is a
 * platform transaction.
 */
export async function lockMembers(tx: Transaction, { merchantId, actor }: MerchantScope): Promise<LockedMembers> {
  const members = await tx.$queryRaw<LockedMember[]>`
    select m.person_id as "personId", m.role, p.name, p.email from membership m join person p on p.id = m.person_id
    where m.merchant_id = ${merchantId}::uuid order by m.person_id for update of m`;
  const isOwner = ({ role }: LockedMember): boolean => role === "owner";
  const owners = members.filter(isOwner);
  const mayManage = actor.kind !== "member" || owners.some(({ personId }) => personId === actor.personId);
  return { members, owners: owners.length, mayManage };
}

/** Runs `work` in a platform transaction with the members locked, if the actor manages them; else refuses with `not_owner`. */
export const asManager = <Value, Reason>(
  scope: OwnerScope,
  work: (tx: Transaction, locked: LockedMembers) => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason | "not_owner">> =>
  inPlatform(async (tx) => {
    const locked = await lockMembers(tx, scope);
    return locked.mayManage ? work(tx, locked) : refuse("not_owner" as const);
  });
