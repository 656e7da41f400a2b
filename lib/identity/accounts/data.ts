import { z } from "zod";
import { type MerchantScope, type OwnerScope, type SignedInPerson, staffMerchantScope } from "@/lib/identity/accounts/access";
import { readActor } from "@/lib/identity/accounts/actor";
import { hasLastingFreeze } from "@/lib/identity/accounts/freeze";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { type Role, roleOf } from "@/lib/identity/accounts/roles";
import { inPlatform } from "@/lib/infra/db";
import type { Invitation, Merchant } from "@/lib/infra/prisma-client/client";
import { hashToken, isToken } from "@/lib/infra/secret-token";

export const findStaffMerchantScope = (person: SignedInPerson, merchantId: string, reason: string | null): Promise<MerchantScope | null> =>
  inPlatform((tx) => staffMerchantScope(tx, person, merchantId, reason));

export type MerchantName = Pick<Merchant, "id" | "name">;

const MERCHANT_NAME = "select id, name from merchant where id = $1::uuid";

export async function findMerchantName(scope: MerchantScope): Promise<MerchantName | null> {
  const [merchant] = await readMerchant(scope, ({ sql }) => sql.query<MerchantName>(MERCHANT_NAME, [scope.merchantId]));
  return merchant ?? null;
}

export interface Member {
  personId: string;
  name: string;
  email: string;
  role: Role;
  since: Date;
  /** The last visit to the merchant's pages, accurate to 15 minutes; null if none is recorded. */
  lastSeenAt: Date | null;
}

/** The merchant's members, by name. Persons belong to no merchant, so this reads them with the platform role by membership. */
export function listMembers(scope: MerchantScope): Promise<Member[]> {
  return inPlatform(async (tx) => {
    const rows = await tx.$queryRaw<(Omit<Member, "role"> & { role: string })[]>`
      select m.person_id as "personId", m.role, m.created_at as since, m.last_seen_at as "lastSeenAt", p.name, p.email
      from membership m join person p on p.id = m.person_id where m.merchant_id = ${scope.merchantId}::uuid order by p.name, p.id`;
    return rows.map(({ role, ...row }) => ({ ...row, role: roleOf(role) }));
  });
}

export interface Opening {
  id: string;
  name: string;
  /** Null for a read-only visit. */
  reason: string | null;
  /** `data`: a reason opened orders or evidence for reading; `buyer`: a search for a buyer showed orders. */
  opened: "to_look" | "data" | "buyer" | "to_act";
  at: Date;
}

const OPENINGS_SHOWN = 20;
const OPENED: Readonly<Record<string, Opening["opened"]>> = {
  support_act_started: "to_act",
  support_data_opened: "data",
  support_buyer_searched: "buyer",
};
const reasonSchema = z.object({ reason: z.string().nullable() });

export async function listOpenings(scope: MerchantScope): Promise<Opening[]> {
  const { merchantId } = scope;
  const events = await readMerchant(scope, ({ tx }) =>
    tx.auditEvent.findMany({
      where: { merchantId, action: { in: ["merchant_opened", "support_act_started", "support_data_opened", "support_buyer_searched"] } },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: OPENINGS_SHOWN,
      select: { id: true, action: true, actor: true, details: true, at: true },
    }),
  );
  return events.flatMap(({ id, action, actor, details, at }) => {
    const staff = readActor(actor);
    if (staff.kind !== "staff") return [];
    const reason = reasonSchema.safeParse(details).data?.reason ?? staff.reason;
    return [{ id, name: staff.name, reason, opened: OPENED[action] ?? "to_look", at }];
  });
}

// Listed explicitly: the row also contains the hash of its token.
const INVITATION_COLUMNS = {
  id: true,
  email: true,
  role: true,
  createdAt: true,
  sentAt: true,
  expiresAt: true,
  mailFailure: true,
} as const;

export type InvitationView = Pick<Invitation, Exclude<keyof typeof INVITATION_COLUMNS, "role">> & { role: Role };

/** Open invitations, newest first, for users who manage members. */
export function listInvitations(scope: OwnerScope): Promise<InvitationView[]> {
  const { merchantId } = scope;
  return readMerchant(scope, async ({ tx }) => {
    const rows = await tx.invitation.findMany({
      where: { merchantId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: INVITATION_COLUMNS,
    });
    return rows.map((row) => ({ ...row, role: roleOf(row.role) }));
  });
}

/** The invitation of a valid link, else null. Does not consume the link. */
export async function findInvitation(token: string, now: Date) {
  if (!isToken(token)) return null;
  return inPlatform(async (tx) => {
    const found = await tx.invitation.findFirst({
      where: { tokenHash: hashToken(token), expiresAt: { gt: now } },
      select: { email: true, role: true, merchantId: true, merchant: { select: { name: true } } },
    });
    if (!found) return null;
    const { email, role, merchantId, merchant } = found;
    const hasAccount = (await tx.person.count({ where: { email } })) > 0;
    const isFrozen = await hasLastingFreeze(tx, merchantId, now);
    return { email, role: roleOf(role), merchantId, merchantName: merchant.name, hasAccount, isFrozen };
  });
}

export type OpenInvitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;
