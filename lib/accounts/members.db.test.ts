import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { acceptAsNew, acceptHere, signOutForInvitation } from "@/app/(auth)/invitation/[token]/actions";
import * as actions from "@/app/(dashboard)/m/[merchantId]/settings/members/actions";
import { openMerchant } from "@/app/(support)/support/actions";
import { jobPlatformScope, jobScope, memberScope, type OwnerScope, ownerScope, staffMerchantScope } from "@/lib/accounts/access";
import { findInvitation, listInvitations, listMembers } from "@/lib/accounts/data";
import { enterMerchant } from "@/lib/accounts/loaders";
import {
  acceptAsNewcomer,
  acceptInvitation,
  changeRole,
  inviteMember,
  leaveMerchant,
  removeMember,
  sendInvitationAgain,
} from "@/lib/accounts/mutations";
import type { Role } from "@/lib/accounts/roles";
import { INVITATION_DAYS, MOST_INVITATIONS } from "@/lib/accounts/schema";
import { MAILS_PER_EMAIL } from "@/lib/auth/mail-limits";
import { hashPassword } from "@/lib/auth/password";
import { currentPerson } from "@/lib/auth/session";
import { deliverAccountMails } from "@/lib/notifications/account-mails";
import { inPlatform } from "@/lib/system/db";
import { sqlWithin } from "@/lib/system/sql";
import { asBrowser, wayOut } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const PASSWORD = "correct horse battery";
const DAY_MS = 86_400_000;
let passwordHash: string;
let counter = 0;

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(() => asBrowser(null));

interface Someone {
  personId: string;
  name: string;
  email: string;
  isStaff: boolean;
  sessionId: string;
}

const newAddress = (): string => {
  counter += 1;
  return `person-${counter}@example.com`;
};

async function makePerson(isStaff = false, email = newAddress()): Promise<Someone> {
  return inPlatform(async (tx) => {
    const { id: personId, name } = await tx.person.create({ data: { email, name: `Person of ${email}`, passwordHash, isStaff } });
    const session = await tx.session.create({ data: { personId, expiresAt: new Date(Date.now() + DAY_MS) } });
    return { personId, name, email, isStaff, sessionId: session.id };
  });
}

/** A merchant with members of these roles. */
async function makeMerchant(...roles: Role[]): Promise<{ merchantId: string; people: Someone[] }> {
  const people = await Promise.all(roles.map(() => makePerson()));
  const { id: merchantId } = await inPlatform((tx) => tx.merchant.create({ data: { name: `Merchant ${randomUUID()}` } }));
  await inPlatform((tx) =>
    tx.membership.createMany({ data: people.map(({ personId }, place) => ({ merchantId, personId, role: roles[place] ?? "member" })) }),
  );
  return { merchantId, people };
}

async function scopeOf(person: Someone, merchantId: string): Promise<OwnerScope> {
  const scope = await inPlatform((tx) => memberScope(sqlWithin(tx), person, merchantId));
  const owner = scope && ownerScope(scope);
  if (!owner) throw new Error("no owner");
  return owner;
}

const one = <Value>(list: readonly Value[]): Value => {
  const [first] = list;
  if (first === undefined) throw new Error("nothing there");
  return first;
};

async function makeOwner() {
  const { merchantId, people } = await makeMerchant("owner");
  const person = one(people);
  return { merchantId, person, scope: await scopeOf(person, merchantId) };
}

const deliver = () => deliverAccountMails(jobPlatformScope("account-mails"));
const mailsTo = (email: string) => inPlatform((tx) => tx.capturedMail.findMany({ where: { recipient: email }, orderBy: { at: "asc" } }));
const newestLink = async (email: string): Promise<string> =>
  /\/invitation\/([\w-]{43})/.exec((await mailsTo(email)).at(-1)?.text ?? "")?.[1] ?? "";
const asker = { locale: null };
const browser = { address: "192.0.2.9", userAgent: "Test", locale: null };

/** Invites and opens the mail. */
async function invited(scope: OwnerScope, email: string, role: Role = "member"): Promise<{ id: string; token: string }> {
  const invitation = await inviteMember(scope, { email, role }, asker);
  if (!invitation.ok) throw new Error(invitation.reason);
  await deliver();
  return { id: invitation.value.id, token: await newestLink(email) };
}

const rolesOf = (merchantId: string) =>
  inPlatform(async (tx) => {
    const rows = await tx.membership.findMany({ where: { merchantId }, select: { personId: true, role: true } });
    return new Map(rows.map(({ personId, role }) => [personId, role]));
  });
const logOf = (merchantId: string) =>
  inPlatform((tx) => tx.auditEvent.findMany({ where: { merchantId }, orderBy: [{ at: "asc" }, { id: "asc" }] }));
const form = (entries: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  return data;
};
const leaves = async (call: Promise<unknown>): Promise<string | null> => wayOut(await call.catch((error: unknown) => error));

describe("who manages the members", () => {
  test("is an owner, and staff who act with a reason; no other member, no staff who look, no job", async () => {
    const { merchantId, people } = await makeMerchant("owner", "member");
    const [owner, member] = people as [Someone, Someone];
    const staff = await makePerson(true);
    const scopes = await inPlatform(async (tx) => [
      await memberScope(sqlWithin(tx), owner, merchantId),
      await memberScope(sqlWithin(tx), member, merchantId),
      await staffMerchantScope(tx, staff, merchantId, "Ticket 12"),
      await staffMerchantScope(tx, staff, merchantId, null),
      jobScope("test", merchantId),
    ]);
    expect(scopes.map((scope) => scope !== null && ownerScope(scope) !== null)).toEqual([true, false, true, false, false]);
  });

  test("is asked at every press: a member is refused, and nothing changes", async () => {
    const { merchantId, people } = await makeMerchant("owner", "member");
    const [owner, member] = people as [Someone, Someone];
    const { id } = await invited(await scopeOf(owner, merchantId), newAddress());
    const before = [await rolesOf(merchantId), await logOf(merchantId)];
    await asBrowser(member.sessionId);
    const refused = { ok: false, code: "not_owner" };
    expect(await actions.inviteAction(merchantId, form({ email: newAddress(), role: "member" }))).toEqual(refused);
    expect(await actions.sendInvitationAgainAction(merchantId, { id })).toEqual(refused);
    expect(await actions.withdrawInvitationAction(merchantId, { id })).toEqual(refused);
    expect(await actions.removeMemberAction(merchantId, { personId: owner.personId })).toEqual(refused);
    expect(await actions.changeRoleAction(merchantId, { personId: member.personId, role: "owner" })).toEqual(refused);
    expect([await rolesOf(merchantId), await logOf(merchantId)]).toEqual(before);
  });

  test("is decided anew in the transaction: an owner who was made a member meanwhile manages no more", async () => {
    const { merchantId, people } = await makeMerchant("owner", "owner");
    const [first, second] = people as [Someone, Someone];
    const stale = await scopeOf(second, merchantId);
    expect(await changeRole(await scopeOf(first, merchantId), { personId: second.personId, role: "member" })).toEqual({
      ok: true,
      value: true,
    });
    expect(await removeMember(stale, { personId: first.personId })).toEqual({ ok: false, reason: "not_owner" });
    expect(await inviteMember(stale, { email: newAddress(), role: "owner" }, asker)).toEqual({ ok: false, reason: "not_owner" });
  });

  test("of staff stands in the merchant's log with the reason; without one they are refused", async () => {
    const { merchantId } = await makeMerchant("owner");
    const staff = await makePerson(true);
    await asBrowser(staff.sessionId);
    const invite = () => actions.inviteAction(merchantId, form({ email: newAddress(), role: "member" }));
    expect(await invite()).toEqual({ ok: false, code: "not_found" });
    await leaves(openMerchant(merchantId, form({ reason: "" })));
    expect(await invite()).toEqual({ ok: false, code: "read_only" });
    await leaves(openMerchant(merchantId, form({ reason: "Ticket 12" })));
    expect((await invite()).ok).toBe(true);
    const entry = (await logOf(merchantId)).at(-1);
    expect([entry?.action, entry?.actor]).toMatchObject(["member_invited", { kind: "staff", name: staff.name, reason: "Ticket 12" }]);
  });
});

describe("the last owner", () => {
  test("can neither be removed nor be made a member", async () => {
    const { merchantId, people } = await makeMerchant("owner", "member");
    const [owner, member] = people as [Someone, Someone];
    const scope = await scopeOf(owner, merchantId);
    const last = { ok: false, reason: "last_owner" };
    expect(await removeMember(scope, owner)).toEqual(last);
    expect(await changeRole(scope, { personId: owner.personId, role: "member" })).toEqual(last);
    await changeRole(scope, { personId: member.personId, role: "owner" });
    expect(await changeRole(scope, { personId: owner.personId, role: "member" })).toEqual({ ok: true, value: true });
    expect(Object.fromEntries(await rolesOf(merchantId))).toEqual({ [owner.personId]: "member", [member.personId]: "owner" });
  });

  test("is left also when two owners remove each other at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { merchantId, people } = await makeMerchant("owner", "owner");
      const [first, second] = people as [Someone, Someone];
      const scopes = [await scopeOf(first, merchantId), await scopeOf(second, merchantId)] as const;
      await Promise.all([removeMember(scopes[0], second), changeRole(scopes[1], { personId: first.personId, role: "member" })]);
      expect([...(await rolesOf(merchantId)).values()].filter((role) => role === "owner")).toHaveLength(1);
    }
  });
});

test("who is removed is out at the next request, and it is written down who did it", async () => {
  const { merchantId, people } = await makeMerchant("owner", "member");
  const [owner, member] = people as [Someone, Someone];
  await asBrowser(member.sessionId);
  expect((await enterMerchant(merchantId)).kind).toBe("scope");
  expect(await removeMember(await scopeOf(owner, merchantId), member)).toEqual({ ok: true, value: true });
  await asBrowser(member.sessionId);
  expect((await enterMerchant(merchantId)).kind).toBe("not_found");
  const entry = (await logOf(merchantId)).at(-1);
  expect(entry).toMatchObject({
    action: "member_removed",
    actor: { personId: owner.personId },
    details: { member: member.email },
    before: { role: "member" },
  });
});

describe("leaving", () => {
  const leave = async (one: Someone, merchantId: string) => {
    await asBrowser(one.sessionId);
    return actions.leaveAction(merchantId, {});
  };

  test("a member goes by their own hand, sees nothing more from the next request on, and it is written down", async () => {
    const { merchantId, people } = await makeMerchant("owner", "member");
    const [owner, member] = people as [Someone, Someone];
    expect(await leave(member, merchantId)).toEqual({ ok: true, value: true });
    await asBrowser(member.sessionId);
    expect((await enterMerchant(merchantId)).kind).toBe("not_found");
    expect([...(await rolesOf(merchantId)).keys()]).toEqual([owner.personId]);
    expect((await logOf(merchantId)).at(-1)).toMatchObject({
      action: "member_left",
      actor: { personId: member.personId },
      details: { member: member.email },
      before: { role: "member" },
    });
    expect(await leave(member, merchantId)).toMatchObject({ code: "not_found" });
  });

  test("of two owners who leave at once one stays, and staff leave nothing", async () => {
    const { merchantId, people } = await makeMerchant("owner", "owner");
    const [first, second] = people as [Someone, Someone];
    const scopes = [await scopeOf(first, merchantId), await scopeOf(second, merchantId)] as const;
    const ends = await Promise.all(scopes.map((scope) => leaveMerchant(scope)));
    expect(ends.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect([...(await rolesOf(merchantId)).values()]).toEqual(["owner"]);
    expect(await leaveMerchant(jobScope("test", merchantId))).toEqual({ ok: false, reason: "not_found" });
  });
});

test("a member was last seen when they last came", async () => {
  const { merchantId, person, scope } = await makeOwner();
  const seen = async () => one(await listMembers(scope)).lastSeenAt;
  expect(await seen()).toBeNull();
  await asBrowser(person.sessionId);
  await enterMerchant(merchantId);
  expect(Date.now() - ((await seen())?.getTime() ?? 0)).toBeLessThan(60_000);
});

describe("an invitation", () => {
  test("makes an account for the address it was sent to, with the role, and signs in", async () => {
    const { merchantId, scope } = await makeOwner();
    const email = newAddress();
    const { token } = await invited(scope, email, "owner");
    expect(await findInvitation(token, new Date())).toMatchObject({ email, role: "owner", merchantId, hasAccount: false });
    const state = { name: "", fields: {}, error: null };
    expect(await acceptAsNew(token, state, form({ name: " ", password: "short" }))).toEqual({
      name: " ",
      fields: { name: "name_missing", password: "password_too_short" },
      error: null,
    });
    expect(await leaves(acceptAsNew(token, state, form({ name: "Ada", password: PASSWORD })))).toBe(`redirect:/m/${merchantId}`);
    const person = await currentPerson();
    expect(person).toMatchObject({ email, name: "Ada", isStaff: false });
    expect((await rolesOf(merchantId)).get(person?.personId ?? "")).toBe("owner");
    expect((await logOf(merchantId)).map(({ action }) => action)).toEqual(["member_invited", "member_joined"]);
    expect(await listInvitations(scope)).toEqual([]);
  });

  test("is accepted with the account of that address, and with no other", async () => {
    const { merchantId, scope } = await makeOwner();
    const [guest, other] = [await makePerson(), await makePerson()];
    const { token } = await invited(scope, guest.email);
    expect((await findInvitation(token, new Date()))?.hasAccount).toBe(true);
    expect(await acceptInvitation(other, token, new Date())).toEqual({ ok: false, reason: "other_address" });
    const newcomer = await acceptAsNewcomer(token, { name: "Eve", password: PASSWORD }, browser, new Date());
    expect(newcomer).toEqual({ ok: false, reason: "account_exists" });
    await asBrowser(other.sessionId);
    expect(await leaves(acceptHere(token))).toBe(`redirect:/invitation/${token}`);
    expect(await leaves(signOutForInvitation(token))).toBe(`redirect:/invitation/${token}`);
    await asBrowser(guest.sessionId);
    expect(await leaves(acceptHere(token))).toBe(`redirect:/m/${merchantId}`);
    expect([...(await rolesOf(merchantId)).keys()]).toContain(guest.personId);
  });

  test("is accepted from our own pages alone", async () => {
    const { merchantId, scope } = await makeOwner();
    const guest = await makePerson();
    const { token } = await invited(scope, guest.email);
    await asBrowser(guest.sessionId, "https://evil.example");
    await leaves(acceptHere(token));
    await asBrowser(null, "https://evil.example");
    const state = await acceptAsNew(token, { name: "", fields: {}, error: null }, form({ name: "Eve", password: PASSWORD }));
    expect(state.error?.code).toBe("foreign_origin");
    expect((await rolesOf(merchantId)).size).toBe(1);
  });

  test("makes no member of support staff", async () => {
    const { merchantId, scope } = await makeOwner();
    const staff = await makePerson(true);
    const { token } = await invited(scope, staff.email);
    expect(await acceptInvitation(staff, token, new Date())).toEqual({ ok: false, reason: "is_staff" });
    expect((await rolesOf(merchantId)).size).toBe(1);
  });

  test("works once, also for two that follow the link at the same moment", async () => {
    const { merchantId, scope } = await makeOwner();
    const { token } = await invited(scope, newAddress());
    const join = (name: string) => acceptAsNewcomer(token, { name, password: PASSWORD }, browser, new Date());
    const outcomes = await Promise.all([join("One"), join("Two")]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await rolesOf(merchantId)).size).toBe(2);
    expect(await join("Three")).toEqual({ ok: false, reason: "link_dead" });
  });

  test("works for seven days; a link that is too old makes no account", async () => {
    const { scope } = await makeOwner();
    const email = newAddress();
    const { token } = await invited(scope, email);
    const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
    expect(await findInvitation(token, inDays(INVITATION_DAYS - 0.01))).not.toBeNull();
    expect(await findInvitation(token, inDays(INVITATION_DAYS))).toBeNull();
    const late = await acceptAsNewcomer(token, { name: "Late", password: PASSWORD }, browser, inDays(INVITATION_DAYS));
    expect(late).toEqual({ ok: false, reason: "link_dead" });
    expect(await inPlatform((tx) => tx.person.count({ where: { email } }))).toBe(0);
  });

  test("that is sent again has a new link, and the older one is dead", async () => {
    const { scope } = await makeOwner();
    const email = newAddress();
    const { id, token } = await invited(scope, email);
    expect(await sendInvitationAgain(scope, { id }, asker)).toEqual({ ok: true, value: true });
    await deliver();
    const newer = await newestLink(email);
    expect(newer).not.toBe(token);
    expect(await findInvitation(token, new Date())).toBeNull();
    expect(await findInvitation(newer, new Date())).toMatchObject({ email });
  });

  test("that was taken back is dead, and a mail that waited leaves no more", async () => {
    const { merchantId, person, scope } = await makeOwner();
    const [sent, waiting] = [newAddress(), newAddress()];
    const { id, token } = await invited(scope, sent);
    const second = await inviteMember(scope, { email: waiting, role: "member" }, asker);
    await asBrowser(person.sessionId);
    expect(await actions.withdrawInvitationAction(merchantId, { id })).toEqual({ ok: true, value: true });
    expect(await actions.withdrawInvitationAction(merchantId, { id: second.ok ? second.value.id : "" })).toEqual({ ok: true, value: true });
    await deliver();
    expect(await findInvitation(token, new Date())).toBeNull();
    expect(await mailsTo(waiting)).toEqual([]);
    expect(await listInvitations(scope)).toEqual([]);
  });

  test("is one for each address, none for members, and no flood of mails", async () => {
    const { person, scope } = await makeOwner();
    const email = newAddress();
    const { id } = await invited(scope, email);
    expect(await inviteMember(scope, { email, role: "owner" }, asker)).toEqual({ ok: false, reason: "already_invited" });
    expect(await inviteMember(scope, { email: person.email, role: "member" }, asker)).toEqual({ ok: false, reason: "already_member" });
    const again: string[] = [];
    for (let index = 0; index < MAILS_PER_EMAIL; index += 1) {
      const sent = await sendInvitationAgain(scope, { id }, asker);
      again.push(sent.ok ? "ok" : sent.reason);
    }
    expect(again.at(-1)).toBe("too_many_mails");
    const full = await makeOwner();
    await inPlatform((tx) =>
      tx.invitation.createMany({
        data: Array.from({ length: MOST_INVITATIONS }, () => ({
          merchantId: full.merchantId,
          email: newAddress(),
          role: "member",
          invitedBy: full.scope.actor,
        })),
      }),
    );
    const last = await inviteMember(full.scope, { email: newAddress(), role: "member" }, asker);
    expect(last).toEqual({ ok: false, reason: "too_many_invitations" });
  });

  test("of one merchant tells another one nothing, who may invite the same person", async () => {
    const [first, second] = [await makeOwner(), await makeOwner()];
    const email = newAddress();
    const { token } = await invited(first.scope, email);
    const other = await invited(second.scope, email);
    expect(await findInvitation(token, new Date())).toMatchObject({ merchantId: first.merchantId });
    expect(await findInvitation(other.token, new Date())).toMatchObject({ merchantId: second.merchantId });
  });

  test("is stored without anything that the link could be made of", async () => {
    const { merchantId, scope } = await makeOwner();
    const { token } = await invited(scope, newAddress());
    const stored = await inPlatform(
      (tx) => tx.$queryRaw<object[]>`select to_jsonb(i) from invitation i where merchant_id = ${merchantId}::uuid`,
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify([stored, await logOf(merchantId), await listInvitations(scope)])).not.toContain(token);
  });

  test("says in the list that its mail left, and until when the link works", async () => {
    const { scope } = await makeOwner();
    const email = newAddress();
    const invitation = await inviteMember(scope, { email, role: "member" }, asker);
    expect(invitation.ok).toBe(true);
    expect(one(await listInvitations(scope))).toMatchObject({ email, sentAt: null, expiresAt: null, mailFailure: null });
    await deliver();
    expect(one(await listInvitations(scope))).toMatchObject({ email, sentAt: expect.any(Date), expiresAt: expect.any(Date) });
  });
});
