import { randomUUID } from "node:crypto";
import { ok, type Result, refuse } from "@/lib/base/result";
import { whoIs } from "@/lib/identity/accounts/actor";
import { isStaffRole, type StaffRole } from "@/lib/identity/accounts/staff-roles";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import type { OidcIdentity } from "@/lib/identity/auth/oidc-claims";
import { hashPassword } from "@/lib/identity/auth/password";
import { type Browser, endSessions, openSession, type SessionOwner, type StartedSession } from "@/lib/identity/auth/sessions";
import { inPlatform, type Transaction } from "@/lib/infra/db";

/**
 * `oidc_unknown`: no staff account has the address. `oidc_not_staff`: the account belongs to a member of a merchant. `oidc_other_subject`:
 * the account is bound to another login at the issuer. `oidc_role_lost`: the issuer no longer grants the staff role.
 */
export type IdentityRefusal = "oidc_unknown" | "oidc_not_staff" | "oidc_other_subject" | "oidc_role_lost";

type Staff = Omit<SessionOwner, "notified"> & { email: string; staffRole: string | null };
type Bound = Staff & { wasGranted: boolean };

/** Role of staff to whom the issuer assigns none. */
const USUAL_ROLE: StaffRole = "agent";

/**
 * Starts a session for an identity from the issuer. A bound subject keeps its person even if the address changes. An unbound one is bound to the
 * staff account with its address or, if the issuer's claim grants the staff role, to a new account.
 */
export async function startOidcSession(
  identity: OidcIdentity,
  browser: Browser,
  now: Date,
): Promise<Result<StartedSession, IdentityRefusal>> {
  // Hashing is slow and stays outside the transaction; only a new account needs it.
  const unusablePasswordHash = identity.role === "granted" ? await hashPassword(randomUUID()) : null;
  return inPlatform(async (tx) => {
    const found = (await findBound(tx, identity)) ?? (await bindFirst(tx, identity, unusablePasswordHash, browser, now));
    if (typeof found === "string") return refuse(found);
    const person = await followRole(tx, found, identity, browser, now);
    if (typeof person === "string") return refuse(person);
    return ok(await openSession(tx, { ...person, notified: person.email }, browser, now, identity));
  });
}

const OWNER = { id: true, name: true, email: true, isStaff: true, staffRole: true } as const;

/** The person to whom the subject is bound; locks the row. */
async function findBound(tx: Transaction, { issuer, subject }: OidcIdentity): Promise<Bound | null> {
  const where = { issuer_subject: { issuer, subject } };
  const known = await tx.staffIdentity.findUnique({ where, select: { personId: true } });
  if (!known) return null;
  await lockPerson(tx, known.personId);
  const bound = await tx.staffIdentity.findUnique({ where, select: { isGranted: true, person: { select: OWNER } } });
  return bound && { ...bound.person, wasGranted: bound.isGranted };
}

/** Serializes concurrent sign-ins and changes by an operator. */
const lockPerson = (tx: Transaction, personId: string) => tx.$queryRaw`select 1 from person where id = ${personId}::uuid for update`;

async function bindFirst(
  tx: Transaction,
  identity: OidcIdentity,
  unusablePasswordHash: string | null,
  browser: Browser,
  now: Date,
): Promise<Bound | IdentityRefusal> {
  const { issuer, subject, email, name } = identity;
  const sourceAddress = browser.address;
  let isNew = false;
  if (unusablePasswordHash !== null) {
    const data = [{ email, name, passwordHash: unusablePasswordHash, staffRole: identity.staffRole ?? USUAL_ROLE }];
    isNew = (await tx.person.createMany({ data, skipDuplicates: true })).count > 0;
  }
  const known = await tx.person.findUnique({ where: { email }, select: { id: true } });
  if (!known) return "oidc_unknown";
  await lockPerson(tx, known.id);
  const person = await tx.person.findUniqueOrThrow({ where: { id: known.id }, select: OWNER });
  const other = await tx.staffIdentity.findUnique({ where: { personId_issuer: { personId: person.id, issuer } } });
  if (other) return other.subject === subject ? { ...person, wasGranted: other.isGranted } : "oidc_other_subject";
  // Someone else may know the password of a non-staff account, so the claim does not promote it.
  if (!person.isStaff) return "oidc_not_staff";
  const who = whoIs({ ...person, personId: person.id, sourceAddress });
  if (isNew) await recordPlatformEvent(tx, who, { action: "account_made" });
  await tx.staffIdentity.create({ data: { issuer, subject, personId: person.id, boundAt: now } });
  await recordPlatformEvent(tx, who, { action: "identity_bound", details: { issuer, subject } });
  return { ...person, wasGranted: false };
}

/** Applies the role that the issuer reports. A role granted by it can be withdrawn, along with all sessions; one from an operator stays. */
async function followRole(
  tx: Transaction,
  { wasGranted, ...person }: Bound,
  { issuer, subject, role, staffRole }: OidcIdentity,
  { address: sourceAddress }: Browser,
  now: Date,
): Promise<Staff | IdentityRefusal> {
  const where = { issuer_subject: { issuer, subject } };
  const change = async (given: StaffRole | null): Promise<Staff> => {
    const isStaff = given !== null;
    const who = whoIs({ personId: person.id, name: person.name, isStaff, sourceAddress });
    await tx.person.update({ where: { id: person.id }, data: { staffRole: given } });
    const details = { issuer, ...(given ? { role: given } : {}) };
    await recordPlatformEvent(tx, who, { action: isStaff ? "staff_role_given" : "staff_role_taken", details });
    return { ...person, isStaff, staffRole: given };
  };
  if (role === "granted") {
    // A member of a merchant must not gain access to all merchants.
    if (!person.isStaff && (await tx.membership.count({ where: { personId: person.id } })) > 0) return "oidc_not_staff";
    await tx.staffIdentity.update({ where, data: { isGranted: true } });
    const given = staffRole ?? person.staffRole ?? USUAL_ROLE;
    return person.staffRole === given || !isStaffRole(given) ? person : change(given);
  }
  if (role === "withheld" && wasGranted) {
    await tx.staffIdentity.update({ where, data: { isGranted: false } });
    if (person.isStaff) await change(null);
    await endSessions(tx, person.id, now, null);
    return "oidc_role_lost";
  }
  return person.isStaff ? person : "oidc_role_lost";
}
