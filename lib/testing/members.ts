import { randomUUID } from "node:crypto";
import { DAY_MS } from "@/lib/base/units";
import { jobPlatformScope, memberScope, type OwnerScope, ownerScope } from "@/lib/identity/accounts/access";
import { inviteMember } from "@/lib/identity/accounts/mutations";
import type { Role } from "@/lib/identity/accounts/roles";
import type { StaffRole } from "@/lib/identity/accounts/staff-roles";
import { hashPassword } from "@/lib/identity/auth/password";
import { inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { deliverAccountMails } from "@/lib/notify/account-mails";
import { wayOut } from "@/lib/testing/request";

// Users with accounts and sessions, their merchants, and invitation mails.

/** The password of every user here. */
export const PASSWORD = "correct horse battery";
let counter = 0;
let hashed: Promise<string> | undefined;

export interface Someone {
  personId: string;
  name: string;
  email: string;
  isStaff: boolean;
  staffRole: StaffRole | null;
  sessionId: string;
}

export const newAddress = (): string => {
  counter += 1;
  return `person-${counter}@example.com`;
};

/** Staff have the role `operator`. */
export async function makePerson(isStaff = false, email = newAddress()): Promise<Someone> {
  const staffRole = isStaff ? "operator" : null;
  hashed ??= hashPassword(PASSWORD);
  const passwordHash = await hashed;
  return inPlatform(async (tx) => {
    const { id: personId, name } = await tx.person.create({ data: { email, name: `Person of ${email}`, passwordHash, staffRole } });
    const session = await tx.session.create({ data: { personId, expiresAt: new Date(Date.now() + DAY_MS) } });
    return { personId, name, email, isStaff, staffRole, sessionId: session.id };
  });
}

/** A merchant with members of these roles. */
export async function makeMerchant(...roles: Role[]): Promise<{ merchantId: string; people: Someone[] }> {
  const people = await Promise.all(roles.map(() => makePerson()));
  const { id: merchantId } = await inPlatform((tx) => tx.merchant.create({ data: { name: `Merchant ${randomUUID()}` } }));
  await inPlatform((tx) =>
    tx.membership.createMany({ data: people.map(({ personId }, place) => ({ merchantId, personId, role: roles[place] ?? "member" })) }),
  );
  return { merchantId, people };
}

export async function scopeOf(person: Someone, merchantId: string): Promise<OwnerScope> {
  const scope = await inPlatform((tx) => memberScope(sqlWithin(tx), person, merchantId));
  const owner = scope && ownerScope(scope);
  if (!owner) throw new Error("no owner");
  return owner;
}

export const one = <Value>(list: readonly Value[]): Value => {
  const [first] = list;
  if (first === undefined) throw new Error("nothing there");
  return first;
};

export async function makeOwner() {
  const { merchantId, people } = await makeMerchant("owner");
  const person = one(people);
  return { merchantId, person, scope: await scopeOf(person, merchantId) };
}

export const deliver = () => deliverAccountMails(jobPlatformScope("account-mails"));
export const mailsTo = (email: string) =>
  inPlatform((tx) => tx.capturedMail.findMany({ where: { recipient: email }, orderBy: { at: "asc" } }));
export const newestLink = async (email: string): Promise<string> =>
  /\/invitation\/([\w-]{43})/.exec((await mailsTo(email)).at(-1)?.text ?? "")?.[1] ?? "";
export const asker = { locale: null };
export const browser = { address: "192.0.2.9", userAgent: "Test", locale: null };

/** Invites a user and opens the mail. */
export async function invited(scope: OwnerScope, email: string, role: Role = "member"): Promise<{ id: string; token: string }> {
  const invitation = await inviteMember(scope, { email, role }, asker);
  if (!invitation.ok) throw new Error(invitation.reason);
  await deliver();
  return { id: invitation.value.id, token: await newestLink(email) };
}

export const rolesOf = (merchantId: string) =>
  inPlatform(async (tx) => {
    const rows = await tx.membership.findMany({ where: { merchantId }, select: { personId: true, role: true } });
    return new Map(rows.map(({ personId, role }) => [personId, role]));
  });
export const logOf = (merchantId: string) =>
  inPlatform((tx) => tx.auditEvent.findMany({ where: { merchantId }, orderBy: [{ at: "asc" }, { id: "asc" }] }));
export const form = (entries: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  return data;
};
export const leaves = async (call: Promise<unknown>): Promise<string | null> => wayOut(await call.catch((error: unknown) => error));
