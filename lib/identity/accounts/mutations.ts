import { ok, type Result, refuse } from "@/lib/base/result";
import { type MerchantScope, memberIdOf, memberScope, type OwnerScope, type SignedInPerson } from "@/lib/identity/accounts/access";
import { whoIs } from "@/lib/identity/accounts/actor";
import { writeAccessEnded } from "@/lib/identity/accounts/events";
import { FIRST_ACCOUNT } from "@/lib/identity/accounts/first-account";
import { hasLastingFreeze } from "@/lib/identity/accounts/freeze";
import { asManager, type LockedMembers, lockMembers } from "@/lib/identity/accounts/members";
import type { Role } from "@/lib/identity/accounts/roles";
import { type InviteInput, MAX_INVITATIONS, type NewcomerInput, type ProfileInput, type SignUpInput } from "@/lib/identity/accounts/schema";
import { recordAudit, recordPlatformEvent } from "@/lib/identity/audit/record";
import { joinedSubject, mailOwners, queueAccountMail } from "@/lib/identity/auth/account-mail";
import { hashNewPassword } from "@/lib/identity/auth/password";
import { type Browser, openSession, type StartedSession } from "@/lib/identity/auth/sessions";
import { countMail } from "@/lib/identity/auth/sign-in-limits";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { hashToken } from "@/lib/infra/secret-token";
import { sqlWithin } from "@/lib/infra/sql";

export function updateProfile(person: Omit<SignedInPerson, "email">, input: Partial<ProfileInput>): Promise<void> {
  const id = person.personId;
  return inPlatform(async (tx) => {
    const select = { name: true, locale: true, timeZone: true, clock: true } as const;
    const { name: oldName, ...before } = await tx.person.findUniqueOrThrow({ where: { id }, select });
    const { name, ...after } = await tx.person.update({ where: { id }, data: input, select });
    // Each entry holds its actor's name of that time, which the erasure of an account replaces.
    const details = { nameChanged: name !== oldName };
    await recordPlatformEvent(tx, whoIs(person), { action: "profile_changed", details, before, after });
  });
}

/** Limits invitation mails per recipient and per merchant, separately from mails requested without an account. */
const countInvitation = ({ merchantId }: MerchantScope, email: string): Promise<number | null> =>
  countMail({ kind: "invitation", email, asker: `merchant:${merchantId}` });

/** The requesting browser's language, for recipients without a language setting. */
type Asker = Pick<Browser, "locale">;

const queueInvitation = (tx: Transaction, { sourceAddress }: MerchantScope, id: string, { locale }: Asker): Promise<void> =>
  queueAccountMail(tx, { kind: "invitation", subject: id, locale, sourceAddress }, new Date());

/** Invites a person by mail. The link is created when the mail is sent. */
export async function inviteMember(
  scope: OwnerScope,
  { email, role }: InviteInput,
  asker: Asker,
): Promise<Result<{ id: string }, "not_owner" | "already_member" | "already_invited" | "too_many_invitations" | "too_many_mails">> {
  const { merchantId, actor } = scope;
  if ((await countInvitation(scope, email)) !== null) return refuse("too_many_mails");
  return asManager(scope, async (tx, { members }) => {
    if (members.some((member) => member.email === email)) return refuse("already_member");
    const invited = await tx.invitation.findMany({ where: { merchantId }, select: { email: true } });
    if (invited.some((one) => one.email === email)) return refuse("already_invited");
    if (invited.length >= MAX_INVITATIONS) return refuse("too_many_invitations");
    const { id } = await tx.invitation.create({ data: { merchantId, email, role, invitedBy: actor }, select: { id: true } });
    await queueInvitation(tx, scope, id, asker);
    await recordAudit(tx, scope, { action: "member_invited", details: { member: email }, after: { role }, target: id });
    return ok({ id });
  });
}

/** Sends an invitation again with a new link and the full lifetime; the old link becomes invalid. */
export async function sendInvitationAgain(
  scope: OwnerScope,
  { id }: { id: string },
  asker: Asker,
): Promise<Result<true, "not_found" | "not_owner" | "too_many_mails">> {
  const { merchantId } = scope;
  const where = { merchantId_id: { merchantId, id } };
  const known = await inPlatform((tx) => tx.invitation.findUnique({ where, select: { email: true } }));
  if (!known) return refuse("not_found");
  if ((await countInvitation(scope, known.email)) !== null) return refuse("too_many_mails");
  return asManager(scope, async (tx) => {
    const { count } = await tx.invitation.updateMany({ where: { merchantId, id }, data: { mailFailure: null, sentAt: null } });
    if (count === 0) return refuse("not_found");
    await queueInvitation(tx, scope, id, asker);
    await recordAudit(tx, scope, { action: "invitation_sent_again", details: { member: known.email } });
    return ok(true);
  });
}

/** Withdraws an invitation: its link becomes invalid, and a queued mail is not sent. */
export function withdrawInvitation(scope: OwnerScope, { id }: { id: string }): Promise<Result<true, "not_found" | "not_owner">> {
  const { merchantId } = scope;
  return asManager(scope, async (tx) => {
    const invitation = await tx.invitation.findUnique({ where: { merchantId_id: { merchantId, id } }, select: { email: true } });
    if (!invitation) return refuse("not_found");
    await tx.invitation.deleteMany({ where: { merchantId, id } });
    await tx.accountMail.deleteMany({ where: { kind: "invitation", subject: id } });
    await recordAudit(tx, scope, { action: "invitation_withdrawn", details: { member: invitation.email } });
    return ok(true);
  });
}

/** Consumes the invitation of a link. @returns null if the link is invalid, or an owner has frozen such changes */
async function takeInvitation(tx: Transaction, token: string, now: Date) {
  const where = { tokenHash: hashToken(token), expiresAt: { gt: now } };
  const invitation = await tx.invitation.findFirst({ where, select: { merchantId: true, id: true, email: true, role: true } });
  if (!invitation) return null;
  const { merchantId, id } = invitation;
  if (await hasLastingFreeze(tx, merchantId, now)) return null;
  // Only one of two concurrent requests deletes the row.
  const { count } = await tx.invitation.deleteMany({ where: { merchantId, id, ...where } });
  return count === 0 ? null : invitation;
}

async function join(tx: Transaction, person: SignedInPerson, { merchantId, role }: { merchantId: string; role: string }): Promise<void> {
  await tx.membership.createMany({ data: [{ merchantId, personId: person.personId, role }], skipDuplicates: true });
  const scope = await memberScope(sqlWithin(tx), person, merchantId);
  if (scope) await recordAudit(tx, scope, { action: "member_joined", details: { member: person.email }, after: { role } });
  const mail = { merchantId, kind: "member_joined", dueAt: new Date(), except: person.personId } as const;
  await mailOwners(tx, mail, (ownerId) => joinedSubject(merchantId, ownerId, person.personId));
}

export function acceptInvitation(
  person: SignedInPerson,
  token: string,
  now: Date,
): Promise<Result<{ merchantId: string }, "link_dead" | "other_address" | "is_staff">> {
  return inPlatform(async (tx) => {
    const known = await tx.invitation.findFirst({
      where: { tokenHash: hashToken(token), expiresAt: { gt: now } },
      select: { email: true },
    });
    if (known && known.email !== person.email) return refuse("other_address");
    // Staff use the console, where each visit is recorded; they never become members.
    if (person.isStaff) return refuse("is_staff");
    const invitation = await takeInvitation(tx, token, now);
    if (!invitation) return refuse("link_dead");
    await join(tx, person, invitation);
    return ok({ merchantId: invitation.merchantId });
  });
}

/** Creates an account for an address proven by a link; null if it already has one. */
async function makePerson(
  tx: Transaction,
  newcomer: { email: string; name: string; passwordHash: string; timeZone: string },
  { address }: Browser,
): Promise<SignedInPerson | null> {
  const { count } = await tx.person.createMany({ data: [newcomer], skipDuplicates: true });
  if (count === 0) return null;
  const { email, name } = newcomer;
  const { id } = await tx.person.findUniqueOrThrow({ where: { email }, select: { id: true } });
  const person = { personId: id, name, email, isStaff: false, sourceAddress: address };
  await recordPlatformEvent(tx, whoIs(person), { action: "account_made" });
  return person;
}

/** `merchant`: name of their merchant, which must not serve as a password. */
type Newcomer = SignUpInput & { email: string };

type NewcomerRefusal = "link_dead" | "account_exists" | "password_guessable";
type Joined = Result<StartedSession & { merchantId: string }, NewcomerRefusal>;

/** The link became invalid while the account was created: rolls the account back. */
class LinkExpired extends Error {}

/** Creates the account and signs in. @param enter consumes the link, makes the person a member of a merchant, and returns its id */
async function openAccount(
  { password, merchant, ...newcomer }: Newcomer,
  browser: Browser,
  now: Date,
  enter: (tx: Transaction, person: SignedInPerson) => Promise<string>,
): Promise<Joined> {
  const hashed = await hashNewPassword(password, [newcomer.email, newcomer.name, merchant]);
  if (!hashed.ok) return hashed;
  return inPlatform(async (tx): Promise<Joined> => {
    const person = await makePerson(tx, { ...newcomer, passwordHash: hashed.value }, browser);
    if (!person) return refuse("account_exists");
    const merchantId = await enter(tx, person);
    const owner = { id: person.personId, name: person.name, isStaff: false, notified: null };
    return ok({ merchantId, ...(await openSession(tx, owner, browser, now)) });
  }).catch((error: unknown) => {
    if (error instanceof LinkExpired) return refuse("link_dead" as const);
    throw error;
  });
}

export async function acceptAsNewcomer(token: string, input: NewcomerInput, browser: Browser, now: Date): Promise<Joined> {
  const where = { tokenHash: hashToken(token), expiresAt: { gt: now } };
  const known = await inPlatform((tx) =>
    tx.invitation.findFirst({ where, select: { email: true, merchant: { select: { name: true, timeZone: true } } } }),
  );
  // Hashing is expensive: reject invalid links first.
  if (!known) return refuse("link_dead");
  const { email, merchant } = known;
  const newcomer = { ...input, email, timeZone: merchant.timeZone, merchant: merchant.name };
  return openAccount(newcomer, browser, now, async (tx, person) => {
    const invitation = await takeInvitation(tx, token, now);
    if (invitation?.email !== email) throw new LinkExpired();
    await join(tx, person, invitation);
    return invitation.merchantId;
  });
}

/** `email`: chosen with the link of the first account; any other link has proven an address. */
type SignUpByLink = SignUpInput & { email?: string };

/** Creates an account for the address of a link and a merchant owned by it, and signs in. */
export async function signUp(token: string, { email: chosen = "", ...input }: SignUpByLink, browser: Browser, now: Date): Promise<Joined> {
  const where = { kind: { in: ["sign_up", FIRST_ACCOUNT] }, tokenHash: hashToken(token), expiresAt: { gt: now } };
  const link = await inPlatform((tx) => tx.mailedLink.findFirst({ where, select: { kind: true, email: true } }));
  if (!link) return refuse("link_dead");
  const isFirst = link.kind === FIRST_ACCOUNT;
  return openAccount({ ...input, email: isFirst ? chosen : link.email }, browser, now, async (tx, person) => {
    const { count } = await tx.mailedLink.deleteMany({ where: { ...where, ...link } });
    if (count === 0 || (isFirst && (await tx.person.count()) > 1)) throw new LinkExpired();
    const { merchant: name, timeZone } = input;
    const { id: merchantId } = await tx.merchant.create({ data: { name, timeZone }, select: { id: true } });
    await tx.membership.create({ data: { merchantId, personId: person.personId, role: "owner" } });
    const scope = await memberScope(sqlWithin(tx), person, merchantId);
    if (scope) await recordAudit(tx, scope, { action: "merchant_made", after: { name } });
    return merchantId;
  });
}

type OwnersRefusal = "not_found" | "not_owner" | "last_owner";

/** Refused for the last owner, since the merchant needs one. */
async function endMembership(
  tx: Transaction,
  scope: MerchantScope,
  { members, owners }: LockedMembers,
  { personId, action }: { personId: string | null; action: "member_left" | "member_removed" },
): Promise<Result<true, "not_found" | "last_owner">> {
  const { merchantId } = scope;
  const member = members.find((one) => one.personId === personId);
  if (!member) return refuse("not_found");
  const { email, role } = member;
  if (role === "owner" && owners === 1) return refuse("last_owner");
  await tx.membership.deleteMany({ where: { merchantId, personId: member.personId } });
  await recordAudit(tx, scope, { action, details: { member: email }, before: { role }, target: member.personId });
  await writeAccessEnded.publish(tx, { scope, personId: member.personId });
  return ok(true);
}

export const leaveMerchant = (scope: MerchantScope): Promise<Result<true, "not_found" | "last_owner">> =>
  inPlatform(async (tx) => endMembership(tx, scope, await lockMembers(tx, scope), { personId: memberIdOf(scope), action: "member_left" }));

/** Ends a membership; the person loses access at the next request. */
export const removeMember = (scope: OwnerScope, { personId }: { personId: string }): Promise<Result<true, OwnersRefusal>> =>
  asManager(scope, (tx, locked) => endMembership(tx, scope, locked, { personId, action: "member_removed" }));

/** Changes a member's role. Refused for the last owner. */
export function changeRole(scope: OwnerScope, { personId, role }: { personId: string; role: Role }): Promise<Result<true, OwnersRefusal>> {
  const { merchantId } = scope;
  return asManager(scope, async (tx, { members, owners }): Promise<Result<true, OwnersRefusal>> => {
    const member = members.find((one) => one.personId === personId);
    if (!member) return refuse("not_found");
    if (member.role === role) return ok(true);
    if (member.role === "owner" && owners === 1) return refuse("last_owner");
    await tx.membership.updateMany({ where: { merchantId, personId }, data: { role } });
    const change = { before: { role: member.role }, after: { role } };
    await recordAudit(tx, scope, { action: "member_role_changed", details: { member: member.email }, ...change, target: personId });
    if (role === "viewer") await writeAccessEnded.publish(tx, { scope, personId });
    return ok(true);
  });
}
