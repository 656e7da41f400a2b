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
import { inMerchantSql, inPlatformSql, READ_MS } from "@/lib/system/sql";

export const findMemberScope = (person: SignedInPerson, merchantId: string): Promise<MerchantScope | null> =>
  inPlatformSql(READ_MS, (sql) => memberScope(sql, person, merchantId));

export const findStaffMerchantScope = (person: SignedInPerson, merchantId: string, reason: string | null): Promise<MerchantScope | null> =>
  inPlatform((tx) => staffMerchantScope(tx, person, merchantId, reason));

export const findStaffScope = (person: SignedInPerson): PlatformScope | null => staffScope(person);

export interface MerchantName {
  id: string;
  name: string;
}

const OWN_MERCHANTS = {
  name: "own_merchants",
  text: `select m.id, m.name from membership own join merchant m on m.id = own.merchant_id where own.person_id = $1::uuid order by m.name, m.id`,
};

/** The merchants that a person belongs to, by name. */
export const listOwnMerchants = (person: SignedInPerson): Promise<MerchantName[]> =>
  inPlatformSql(READ_MS, (sql) => sql.query<MerchantName>(OWN_MERCHANTS, [person.personId]));

const MERCHANT_NAME = { name: "merchant_name", text: "select id, name from merchant where id = $1::uuid" };

export async function findMerchantName(scope: MerchantScope): Promise<MerchantName | null> {
  const [merchant] = await inMerchantSql(scope.merchantId, READ_MS, (sql) => sql.query<MerchantName>(MERCHANT_NAME, [scope.merchantId]));
  return merchant ?? null;
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
