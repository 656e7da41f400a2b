import { randomUUID } from "node:crypto";
import { ok, type Result, refuse } from "@/lib/base/result";
import { personActor } from "@/lib/identity/accounts/actor";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import type { OidcIdentity } from "@/lib/identity/auth/oidc-claims";
import { hashPassword } from "@/lib/identity/auth/password";
import { type Browser, endSessions, openSession, type SessionOwner } from "@/lib/identity/auth/sessions";
import { inPlatform, type Transaction } from "@/lib/infra/db";

/**
 * `oidc_stranger`: nobody of the staff has the address. `oidc_not_staff`: the account is of a merchant's people. `oidc_other_subject`: the
 * account is bound to somebody else at the issuer. `oidc_role_lost`: the issuer does not call them staff any more.
 */
export type IdentityRefusal = "oidc_stranger" | "oidc_not_staff" | "oidc_other_subject" | "oidc_role_lost";

type Bound = SessionOwner & { wasGranted: boolean };

/**
 * Starts the session of whoever an issuer says that they are. Who is bound to a person is that person, whatever their address is by now; who is
 * not is bound to the one of the staff who has the address, or, where the issuer's claim makes them staff, to a new one.
 */
export async function startOidcSession(
  identity: OidcIdentity,
  browser: Browser,
  now: Date,
): Promise<Result<{ sessionId: string }, IdentityRefusal>> {
  // Worked out outside of the transaction, and only where somebody may be made.
  const nobodysPassword = identity.role === "granted" ? await hashPassword(randomUUID()) : null;
  return inPlatform(async (tx) => {
    const found = (await findBound(tx, identity)) ?? (await bindFirst(tx, identity, nobodysPassword, browser, now));
    if (typeof found === "string") return refuse(found);
    const person = await followRole(tx, found, identity, browser, now);
    if (typeof person === "string") return refuse(person);
    return ok({ sessionId: await openSession(tx, person, browser, now, identity) });
  });
}

const OWNER = { id: true, name: true, isStaff: true } as const;

/** The person that the subject is bound to, whose row is held from here on. */
async function findBound(tx: Transaction, { issuer, subject }: OidcIdentity): Promise<Bound | null> {
  const where = { issuer_subject: { issuer, subject } };
  const known = await tx.staffIdentity.findUnique({ where, select: { personId: true } });
  if (!known) return null;
  await hold(tx, known.personId);
  const bound = await tx.staffIdentity.findUnique({ where, select: { isGranted: true, person: { select: OWNER } } });
  return bound && { ...bound.person, wasGranted: bound.isGranted };
}

/** Two sign-ins at once, or one and an operator, decide one after the other. */
const hold = (tx: Transaction, personId: string) => tx.$queryRaw`select 1 from person where id = ${personId}::uuid for update`;

async function bindFirst(
  tx: Transaction,
  identity: OidcIdentity,
  nobodysPassword: string | null,
  browser: Browser,
  now: Date,
): Promise<Bound | IdentityRefusal> {
  const { issuer, subject, email, name } = identity;
  const sourceAddress = browser.address;
  let isNew = false;
  if (nobodysPassword !== null) {
    const data = [{ email, name, passwordHash: nobodysPassword, isStaff: true }];
    isNew = (await tx.person.createMany({ data, skipDuplicates: true })).count > 0;
  }
  const known = await tx.person.findUnique({ where: { email }, select: { id: true } });
  if (!known) return "oidc_stranger";
  await hold(tx, known.id);
  const person = await tx.person.findUniqueOrThrow({ where: { id: known.id }, select: OWNER });
  const other = await tx.staffIdentity.findUnique({ where: { personId_issuer: { personId: person.id, issuer } } });
  if (other) return other.subject === subject ? { ...person, wasGranted: other.isGranted } : "oidc_other_subject";
  // An account that was not staff's may have a password that somebody else knows: the issuer's claim does not raise it.
  if (!person.isStaff) return "oidc_not_staff";
  const actor = personActor({ personId: person.id, name: person.name, isStaff: true });
  if (isNew) await recordPlatformEvent(tx, { actor, sourceAddress, action: "account_made" });
  await tx.staffIdentity.create({ data: { issuer, subject, personId: person.id, boundAt: now } });
  await recordPlatformEvent(tx, { actor, sourceAddress, action: "identity_bound", details: { issuer, subject } });
  return { ...person, wasGranted: false };
}

/** Lets the role follow what the issuer says now. What it gave it takes away, with every session; what an operator gave it leaves alone. */
async function followRole(
  tx: Transaction,
  { wasGranted, ...person }: Bound,
  { issuer, subject, role }: OidcIdentity,
  { address: sourceAddress }: Browser,
  now: Date,
): Promise<SessionOwner | IdentityRefusal> {
  const where = { issuer_subject: { issuer, subject } };
  const change = async (isStaff: boolean): Promise<SessionOwner> => {
    const actor = personActor({ personId: person.id, name: person.name, isStaff });
    await tx.person.update({ where: { id: person.id }, data: { isStaff } });
    await recordPlatformEvent(tx, { actor, sourceAddress, action: isStaff ? "staff_role_given" : "staff_role_taken", details: { issuer } });
    return { ...person, isStaff };
  };
  if (role === "granted") {
    // Whoever works for a merchant by now is not let behind all merchants: staff enter through the console.
    if (!person.isStaff && (await tx.membership.count({ where: { personId: person.id } })) > 0) return "oidc_not_staff";
    await tx.staffIdentity.update({ where, data: { isGranted: true } });
    return person.isStaff ? person : change(true);
  }
  if (role === "withheld" && wasGranted) {
    await tx.staffIdentity.update({ where, data: { isGranted: false } });
    if (person.isStaff) await change(false);
    await endSessions(tx, person.id, now, null);
    return "oidc_role_lost";
  }
  return person.isStaff ? person : "oidc_role_lost";
}
