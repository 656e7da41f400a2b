import { beforeEach, describe, expect, test, vi } from "vitest";
import { jobScope, memberScope, ownerScope, staffMerchantScope } from "@/lib/identity/accounts/access";
import { giveConsent } from "@/lib/identity/accounts/consent";
import { listMembers } from "@/lib/identity/accounts/data";
import { enterMerchant } from "@/lib/identity/accounts/loaders";
import * as actions from "@/lib/identity/accounts/member-actions";
import { changeRole, inviteMember, leaveMerchant, removeMember } from "@/lib/identity/accounts/mutations";
import { inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { openMerchant } from "@/lib/support/actions";
import {
  asker,
  form,
  invited,
  leaves,
  logOf,
  makeMerchant,
  makeOwner,
  makePerson,
  newAddress,
  one,
  rolesOf,
  type Someone,
  scopeOf,
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

describe("managing members", () => {
  test("is allowed for owners, not for other members, staff without consent or jobs", async () => {
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
    expect(scopes.map((scope) => scope !== null && ownerScope(scope) !== null)).toEqual([true, false, false, false, false]);
  });

  test("is checked for every action: a member is refused, and nothing changes", async () => {
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

  test("is checked again in the transaction: a demoted owner is refused", async () => {
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

  test("by staff is audited with the reason, and refused without a reason or an owner’s consent", async () => {
    const { merchantId, people } = await makeMerchant("owner");
    const staff = await makePerson(true);
    await asBrowser(staff.sessionId);
    const invite = () => actions.inviteAction(merchantId, form({ email: newAddress(), role: "member" }));
    expect(await invite()).toEqual({ ok: false, code: "not_found" });
    await leaves(openMerchant(merchantId, form({ reason: "" })));
    expect(await invite()).toEqual({ ok: false, code: "read_only" });
    await leaves(openMerchant(merchantId, form({ reason: "Ticket 12" })));
    expect(await invite()).toEqual({ ok: false, code: "not_owner" });
    await giveConsent(await scopeOf(one(people), merchantId), { days: 1 });
    await asBrowser(staff.sessionId);
    expect((await invite()).ok).toBe(true);
    const entry = (await logOf(merchantId)).at(-1);
    expect([entry?.action, entry?.actor]).toMatchObject(["member_invited", { kind: "staff", name: staff.name, reason: "Ticket 12" }]);
  });
});

describe("the last owner", () => {
  test("can neither be removed nor demoted", async () => {
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

  test("remains when two owners remove each other concurrently", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { merchantId, people } = await makeMerchant("owner", "owner");
      const [first, second] = people as [Someone, Someone];
      const scopes = [await scopeOf(first, merchantId), await scopeOf(second, merchantId)] as const;
      await Promise.all([removeMember(scopes[0], second), changeRole(scopes[1], { personId: first.personId, role: "member" })]);
      expect([...(await rolesOf(merchantId)).values()].filter((role) => role === "owner")).toHaveLength(1);
    }
  });
});

test("a removed member loses access at the next request, and the removal is audited", async () => {
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

  test("takes a member's access away at the next request and is audited", async () => {
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

  test("is refused for the last owner, even when two owners leave concurrently, and for staff", async () => {
    const { merchantId, people } = await makeMerchant("owner", "owner");
    const [first, second] = people as [Someone, Someone];
    const scopes = [await scopeOf(first, merchantId), await scopeOf(second, merchantId)] as const;
    const ends = await Promise.all(scopes.map((scope) => leaveMerchant(scope)));
    expect(ends.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect([...(await rolesOf(merchantId)).values()]).toEqual(["owner"]);
    expect(await leaveMerchant(jobScope("test", merchantId))).toEqual({ ok: false, reason: "not_found" });
  });
});

test("a member's last visit is recorded", async () => {
  const { merchantId, person, scope } = await makeOwner();
  const seen = async () => one(await listMembers(scope)).lastSeenAt;
  expect(await seen()).toBeNull();
  await asBrowser(person.sessionId);
  await enterMerchant(merchantId);
  expect(Date.now() - ((await seen())?.getTime() ?? 0)).toBeLessThan(60_000);
});
