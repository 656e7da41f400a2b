import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { findInvitation, listInvitations } from "@/lib/identity/accounts/data";
import { acceptAsNew, acceptHere, signOutForInvitation } from "@/lib/identity/accounts/invitation-actions";
import * as actions from "@/lib/identity/accounts/member-actions";
import { acceptAsNewcomer, acceptInvitation, inviteMember, sendInvitationAgain } from "@/lib/identity/accounts/mutations";
import { INVITATION_DAYS, MAX_INVITATIONS } from "@/lib/identity/accounts/schema";
import { NEW_FORM } from "@/lib/identity/auth/form-state";
import { currentPerson } from "@/lib/identity/auth/session";
import { MAILS_PER_EMAIL } from "@/lib/identity/auth/sign-in-limits";
import { inPlatform } from "@/lib/infra/db";
import {
  asker,
  browser,
  deliver,
  form,
  invited,
  leaves,
  logOf,
  mailsTo,
  makeOwner,
  makePerson,
  newAddress,
  newestLink,
  one,
  PASSWORD,
  rolesOf,
} from "@/lib/testing/members";
import { asBrowser } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

beforeEach(() => asBrowser(null));

describe("an invitation", () => {
  test("creates an account for the invited address, with the role, and signs in", async () => {
    const { merchantId, scope } = await makeOwner();
    const email = newAddress();
    const { token } = await invited(scope, email, "owner");
    expect(await findInvitation(token, new Date())).toMatchObject({ email, role: "owner", merchantId, hasAccount: false });
    expect(await acceptAsNew(token, NEW_FORM, form({ name: " ", password: "short" }))).toEqual({
      typed: { name: " " },
      fields: { name: "name_missing", password: "password_too_short" },
      error: null,
    });
    expect(await leaves(acceptAsNew(token, NEW_FORM, form({ name: "Ada", password: PASSWORD })))).toBe(`redirect:/m/${merchantId}`);
    const person = await currentPerson();
    expect(person).toMatchObject({ email, name: "Ada", isStaff: false });
    expect((await rolesOf(merchantId)).get(person?.personId ?? "")).toBe("owner");
    expect((await logOf(merchantId)).map(({ action }) => action)).toEqual(["member_invited", "member_joined"]);
    expect(await listInvitations(scope)).toEqual([]);
  });

  test("is accepted only with the account of that address", async () => {
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

  test("is accepted from our own pages only", async () => {
    const { merchantId, scope } = await makeOwner();
    const guest = await makePerson();
    const { token } = await invited(scope, guest.email);
    await asBrowser(guest.sessionId, "https://evil.example");
    await leaves(acceptHere(token));
    await asBrowser(null, "https://evil.example");
    const state = await acceptAsNew(token, NEW_FORM, form({ name: "Eve", password: PASSWORD }));
    expect(state.error?.code).toBe("foreign_origin");
    expect((await rolesOf(merchantId)).size).toBe(1);
  });

  test("cannot be accepted by support staff", async () => {
    const { merchantId, scope } = await makeOwner();
    const staff = await makePerson(true);
    const { token } = await invited(scope, staff.email);
    expect(await acceptInvitation(staff, token, new Date())).toEqual({ ok: false, reason: "is_staff" });
    expect((await rolesOf(merchantId)).size).toBe(1);
  });

  test("works once, even for concurrent requests", async () => {
    const { merchantId, scope } = await makeOwner();
    const { token } = await invited(scope, newAddress());
    const join = (name: string) => acceptAsNewcomer(token, { name, password: PASSWORD }, browser, new Date());
    const outcomes = await Promise.all([join("One"), join("Two")]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await rolesOf(merchantId)).size).toBe(2);
    expect(await join("Three")).toEqual({ ok: false, reason: "link_dead" });
  });

  test("waits while an owner has frozen changes to the members", async () => {
    const { merchantId, person, scope } = await makeOwner();
    const { token } = await invited(scope, newAddress());
    const freeze = { merchantId, eventId: randomUUID(), personId: person.personId, frozenAt: new Date() };
    await inPlatform((tx) => tx.freezeLink.create({ data: freeze }));
    const join = () => acceptAsNewcomer(token, { name: "Eve", password: PASSWORD }, browser, new Date());
    expect(await join()).toEqual({ ok: false, reason: "link_dead" });
    expect(await findInvitation(token, new Date())).toMatchObject({ isFrozen: true });
    await inPlatform((tx) => tx.freezeLink.updateMany({ where: { merchantId }, data: { endedAt: new Date() } }));
    expect(await findInvitation(token, new Date())).toMatchObject({ isFrozen: false });
    expect(await join()).toMatchObject({ ok: true });
  });

  test("is valid for seven days; an expired link creates no account", async () => {
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

  test("that is sent again has a new link, and the old one is invalid", async () => {
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

  test("that was withdrawn is invalid, and its queued mail is not sent", async () => {
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

  test("is unique per address, refused for members, and rate-limited", async () => {
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
        data: Array.from({ length: MAX_INVITATIONS }, () => ({
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

  test("is invisible to other merchants, who may invite the same person", async () => {
    const [first, second] = [await makeOwner(), await makeOwner()];
    const email = newAddress();
    const { token } = await invited(first.scope, email);
    const other = await invited(second.scope, email);
    expect(await findInvitation(token, new Date())).toMatchObject({ merchantId: first.merchantId });
    expect(await findInvitation(other.token, new Date())).toMatchObject({ merchantId: second.merchantId });
  });

  test("stores nothing from which the link can be derived", async () => {
    const { merchantId, scope } = await makeOwner();
    const { token } = await invited(scope, newAddress());
    const stored = await inPlatform(
      (tx) => tx.$queryRaw<object[]>`select to_jsonb(i) from invitation i where merchant_id = ${merchantId}::uuid`,
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify([stored, await logOf(merchantId), await listInvitations(scope)])).not.toContain(token);
  });

  test("shows in the list that its mail was sent and when the link expires", async () => {
    const { scope } = await makeOwner();
    const email = newAddress();
    const invitation = await inviteMember(scope, { email, role: "member" }, asker);
    expect(invitation.ok).toBe(true);
    expect(one(await listInvitations(scope))).toMatchObject({ email, sentAt: null, expiresAt: null, mailFailure: null });
    await deliver();
    expect(one(await listInvitations(scope))).toMatchObject({ email, sentAt: expect.any(Date), expiresAt: expect.any(Date) });
  });
});
