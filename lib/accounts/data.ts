import {
  type MerchantScope,
  memberScope,
  type PlatformScope,
  type SignedInPerson,
  staffMerchantScope,
  staffScope,
} from "@/lib/accounts/access";
import { actorSchema } from "@/lib/accounts/actor";
import { inMerchant, inPlatform } from "@/lib/system/db";

export const findMemberScope = (person: SignedInPerson, merchantId: string): Promise<MerchantScope | null> =>
  inPlatform((tx) => memberScope(tx, person, merchantId));

export const findStaffMerchantScope = (person: SignedInPerson, merchantId: string, reason: string | null): Promise<MerchantScope | null> =>
  inPlatform((tx) => staffMerchantScope(tx, person, merchantId, reason));

export const findStaffScope = (person: SignedInPerson): PlatformScope | null => staffScope(person);

export interface MerchantName {
  id: string;
  name: string;
}

/** The merchants that a person belongs to, by name. */
export function listOwnMerchants(person: SignedInPerson): Promise<MerchantName[]> {
  return inPlatform((tx) =>
    tx.merchant.findMany({
      where: { memberships: { some: { personId: person.personId } } },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      select: { id: true, name: true },
    }),
  );
}

export function findMerchantName(scope: MerchantScope): Promise<MerchantName | null> {
  return inMerchant(scope.merchantId, (tx) =>
    tx.merchant.findUnique({ where: { id: scope.merchantId }, select: { id: true, name: true } }),
  );
}

export interface Member {
  personId: string;
  name: string;
  email: string;
  role: string;
  since: Date;
}

/** Who belongs to the merchant, by name. People live outside every merchant, so this reads them as the platform, by this merchant's memberships. */
export function listMembers(scope: MerchantScope): Promise<Member[]> {
  return inPlatform(async (tx) => {
    const rows = await tx.membership.findMany({
      where: { merchantId: scope.merchantId },
      orderBy: [{ person: { name: "asc" } }, { personId: "asc" }],
      select: { personId: true, role: true, createdAt: true, person: { select: { name: true, email: true } } },
    });
    return rows.map(({ personId, role, createdAt, person }) => ({ personId, role, since: createdAt, ...person }));
  });
}

export interface Opening {
  id: string;
  /** The member of staff. */
  name: string;
  /** Null: only looked. */
  reason: string | null;
  at: Date;
}

const OPENINGS_SHOWN = 20;

/** When support staff opened the merchant, newest first. */
export async function listOpenings(scope: MerchantScope): Promise<Opening[]> {
  const { merchantId } = scope;
  const events = await inMerchant(merchantId, (tx) =>
    tx.auditEvent.findMany({
      where: { merchantId, action: { in: ["merchant_opened", "support_act_started"] } },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: OPENINGS_SHOWN,
      select: { id: true, actor: true, at: true },
    }),
  );
  return events.flatMap(({ id, actor, at }) => {
    const parsed = actorSchema.safeParse(actor);
    return parsed.success && parsed.data.kind === "staff" ? [{ id, name: parsed.data.name, reason: parsed.data.reason, at }] : [];
  });
}
