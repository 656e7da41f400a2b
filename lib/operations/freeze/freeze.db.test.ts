import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as tokens from "@/lib/api/actions";
import { FREEZE_MS } from "@/lib/identity/accounts/freeze";
import * as members from "@/lib/identity/accounts/member-actions";
import { giveConsentAction } from "@/lib/identity/accounts/member-actions";
import { QUOTAS } from "@/lib/identity/quota/policy";
import { spendQuota } from "@/lib/identity/quota/spend";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import * as notifications from "@/lib/notify/actions";
import { endThisFreeze, freezeThisChange } from "@/lib/operations/freeze/actions";
import { findFreezeView } from "@/lib/operations/freeze/data";
import { endFreeze, freezeChange, MAX_FREEZES } from "@/lib/operations/freeze/mutations";
import { saveRetentionAction } from "@/lib/orders/privacy/actions";
import { deliver, logOf, mailsTo, makeMerchant, newAddress, rolesOf, type Someone } from "@/lib/testing/members";
import { asBrowser, wayOut } from "@/lib/testing/request";

vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
});
vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);

const FROZEN = { ok: false, code: "frozen" };
const now = () => new Date();

/** The link in the newest mail to the person; "" without one. */
async function linkOf({ email }: Someone): Promise<string> {
  while ((await deliver()) > 0);
  return /\/freeze\/([\w-]{43})/.exec((await mailsTo(email)).at(-1)?.text ?? "")?.[1] ?? "";
}

async function twoOwners() {
  const { merchantId, people } = await makeMerchant("owner", "owner", "member");
  const [thief, owner, member] = people;
  if (!thief || !owner || !member) throw new Error("no people");
  await asBrowser(thief.sessionId);
  return { merchantId, thief, owner, member };
}

const invite = (merchantId: string, email = newAddress()) => members.inviteAction(merchantId, { email, role: "owner" });
const freeze = async (owner: Someone): Promise<string> => {
  const token = await linkOf(owner);
  expect(await freezeChange(token, "192.0.2.5", now())).toEqual({ ok: true, value: true });
  return token;
};

beforeEach(() => asBrowser(null));
afterAll(closeQueue);

describe("a change that gives control away", () => {
  test("is reported to the other owners by mail, each with a link of their own, and to no one else", async () => {
    const { merchantId, thief, owner, member } = await twoOwners();
    const address = newAddress();
    expect(await invite(merchantId, address)).toMatchObject({ ok: true });
    const token = await linkOf(owner);
    const [mail] = await mailsTo(owner.email);
    expect(mail?.subject).toContain(`Member invited (${address})`);
    expect(mail?.text).toContain(thief.name);
    for (const { email } of [thief, member]) expect(await mailsTo(email)).toEqual([]);
    const stored = await inPlatform((tx) => tx.freezeLink.findMany({ where: { merchantId } }));
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored), "only its hash is stored").not.toContain(token);
  });

  test("is reported to an owner who thereby stops being one", async () => {
    const { merchantId, owner } = await twoOwners();
    expect(await members.removeMemberAction(merchantId, { personId: owner.personId })).toMatchObject({ ok: true });
    expect(await linkOf(owner)).not.toBe("");
  });

  test("by the only owner is reported to no one", async () => {
    const { merchantId, people } = await makeMerchant("owner");
    await asBrowser(people[0]?.sessionId ?? "");
    await invite(merchantId);
    expect(await inPlatform((tx) => tx.freezeLink.count({ where: { merchantId } }))).toBe(0);
  });
});

describe("a freeze", () => {
  test("begins by the button, not by opening the link, and ends by itself after 24 hours", async () => {
    const { merchantId, owner } = await twoOwners();
    await invite(merchantId);
    const token = await linkOf(owner);
    expect(await findFreezeView(token, now())).toMatchObject({ state: "open", act: "member_invited" });
    expect(await invite(merchantId)).toMatchObject({ ok: true });
    await asBrowser(null);
    expect(wayOut(await freezeThisChange(token).catch((error: unknown) => error))).toBe(`redirect:/freeze/${token}`);
    expect(await findFreezeView(token, now())).toMatchObject({ state: "frozen" });
    expect(await findFreezeView(token, new Date(Date.now() + FREEZE_MS))).toMatchObject({ state: "over" });
  });

  test("stops such changes by every member, also by those who joined meanwhile, and no others", async () => {
    const { merchantId, thief, owner } = await twoOwners();
    await invite(merchantId);
    const token = await linkOf(owner);
    const { id: channelId = "" } = await addChannel(merchantId);
    expect((await freezeChange(token, null, now())).ok).toBe(true);
    for (const { sessionId } of [thief, owner]) {
      await asBrowser(sessionId);
      expect(await invite(merchantId)).toEqual(FROZEN);
      expect(await members.changeRoleAction(merchantId, { personId: owner.personId, role: "member" })).toEqual(FROZEN);
      expect(await giveConsentAction(merchantId, { days: 1 })).toEqual(FROZEN);
    }
    expect(await notifications.removeNotificationChannel(merchantId, { channelId })).toMatchObject({ ok: true });
    const other = await twoOwners();
    expect(await invite(other.merchantId), "another merchant").toMatchObject({ ok: true });
  });

  test("can be ended early with its link, once and for all", async () => {
    const { merchantId, thief, owner } = await twoOwners();
    await invite(merchantId);
    const token = await freeze(owner);
    await asBrowser(null);
    await endThisFreeze(token).catch(() => {});
    await asBrowser(thief.sessionId);
    expect(await invite(merchantId)).toMatchObject({ ok: true });
    expect(await freezeChange(token, null, now()), "works once").toEqual({ ok: true, value: true });
    expect(await findFreezeView(token, now())).toMatchObject({ state: "over" });
  });

  test("is in the audit log with the owner's name, once", async () => {
    const { merchantId, owner } = await twoOwners();
    await invite(merchantId);
    const token = await freeze(owner);
    await freezeChange(token, null, now());
    await endFreeze(token, null, now());
    await endFreeze(token, null, now());
    const log = (await logOf(merchantId)).filter(({ action }) => ["change_frozen", "freeze_ended"].includes(action));
    expect(log.map(({ action, actor }) => [action, actor])).toEqual(
      ["change_frozen", "freeze_ended"].map((action) => [action, { kind: "member", personId: owner.personId, name: owner.name }]),
    );
    expect(log[0]).toMatchObject({ sourceAddress: "192.0.2.5", details: { change: "member_invited" } });
  });

  test("is limited per person and week, and per client", async () => {
    const { merchantId, thief, owner } = await twoOwners();
    for (let count = 0; count < MAX_FREEZES; count += 1) {
      await asBrowser(thief.sessionId);
      await invite(merchantId);
      await endFreeze(await freeze(owner), null, now());
    }
    await invite(merchantId);
    const token = await linkOf(owner);
    expect(await freezeChange(token, null, now())).toEqual({ ok: false, reason: "too_many_freezes" });
    await spendQuota({ client: "192.0.2.7" }, "freeze_link", QUOTAS.freeze_link[0].most);
    await asBrowser(null);
    expect(wayOut(await freezeThisChange(token).catch((error: unknown) => error))).toBe(
      `redirect:/freeze/${token}?result=too_many_freezes`,
    );
  });

  test("needs a link that was sent, has not expired, and was not changed", async () => {
    const { merchantId, owner } = await twoOwners();
    await invite(merchantId);
    const token = await linkOf(owner);
    const late = new Date(Date.now() + 4 * FREEZE_MS);
    for (const [wrong, at] of [
      ["", now()],
      ["x", now()],
      [`${token.slice(0, -1)}_`, now()],
      [token, late],
    ] as const) {
      expect(await freezeChange(wrong, null, at)).toEqual({ ok: false, reason: "link_dead" });
      expect(await findFreezeView(wrong, at)).toBeNull();
    }
  });
});

async function addChannel(merchantId: string): Promise<{ id?: string }> {
  const url = "https://hooks.invalid/x";
  const added = await notifications.addNotificationChannel(merchantId, { kind: "slack", name: "Hook", url, kinds: ["needs_you"] });
  return added.ok ? added.value : {};
}

describe("what a freeze takes back", () => {
  test("an invitation becomes invalid", async () => {
    const { merchantId, owner } = await twoOwners();
    await invite(merchantId);
    await freeze(owner);
    expect(await inPlatform((tx) => tx.invitation.count({ where: { merchantId } }))).toBe(0);
  });

  test("a removed or demoted owner is one again, but cannot end the freeze", async () => {
    for (const change of [members.removeMemberAction, members.changeRoleAction]) {
      const { merchantId, owner } = await twoOwners();
      expect(await change(merchantId, { personId: owner.personId, role: "member" })).toMatchObject({ ok: true });
      const token = await freeze(owner);
      expect((await rolesOf(merchantId)).get(owner.personId)).toBe("owner");
      expect(await findFreezeView(token, now())).toMatchObject({ state: "frozen", mayEnd: false });
      await endFreeze(token, null, now());
      await asBrowser(owner.sessionId);
      expect(await invite(merchantId)).toEqual(FROZEN);
    }
  });

  test("a member made owner is a member again", async () => {
    const { merchantId, owner, member } = await twoOwners();
    await members.changeRoleAction(merchantId, { personId: member.personId, role: "owner" });
    await freeze(owner);
    expect((await rolesOf(merchantId)).get(member.personId)).toBe("member");
  });

  test("a member made owner who was removed since then stays away", async () => {
    const { merchantId, owner, member } = await twoOwners();
    await members.changeRoleAction(merchantId, { personId: member.personId, role: "owner" });
    const token = await linkOf(owner);
    await asBrowser(owner.sessionId);
    expect(await members.removeMemberAction(merchantId, { personId: member.personId })).toMatchObject({ ok: true });
    expect((await freezeChange(token, null, now())).ok).toBe(true);
    expect((await rolesOf(merchantId)).has(member.personId)).toBe(false);
  });

  test("retention that was changed again since then stays, and the page says so", async () => {
    const { merchantId, owner, thief } = await twoOwners();
    const kept = () =>
      inPlatform((tx) => tx.merchantPrivacy.findUnique({ where: { merchantId }, select: { orderDays: true, addressDays: true } }));
    await saveRetentionAction(merchantId, { orderDays: 365, addressDays: 90 });
    const token = await linkOf(owner);
    expect(await findFreezeView(token, now())).toMatchObject({ isSuperseded: false });
    await asBrowser(owner.sessionId);
    await saveRetentionAction(merchantId, { orderDays: 3650, addressDays: 0 });
    // The same values as after the first change, but decided anew.
    await asBrowser(thief.sessionId);
    await saveRetentionAction(merchantId, { orderDays: 365, addressDays: 90 });
    expect(await findFreezeView(token, now())).toMatchObject({ isSuperseded: true });
    expect((await freezeChange(token, null, now())).ok).toBe(true);
    expect(await kept()).toEqual({ orderDays: 365, addressDays: 90 });
  });

  test("a member whose role was decided again since then keeps it", async () => {
    const { merchantId, thief, owner, member } = await twoOwners();
    await members.changeRoleAction(merchantId, { personId: member.personId, role: "owner" });
    const token = await linkOf(owner);
    for (const role of ["member", "owner"]) {
      await asBrowser(thief.sessionId);
      await members.changeRoleAction(merchantId, { personId: member.personId, role });
    }
    expect((await freezeChange(token, null, now())).ok).toBe(true);
    expect((await rolesOf(merchantId)).get(member.personId)).toBe("owner");
  });

  test("an owner who was demoted and then removed gets both back by the first link", async () => {
    const { merchantId, owner } = await twoOwners();
    await members.changeRoleAction(merchantId, { personId: owner.personId, role: "member" });
    const token = await linkOf(owner);
    await members.removeMemberAction(merchantId, { personId: owner.personId });
    expect((await freezeChange(token, null, now())).ok).toBe(true);
    expect((await rolesOf(merchantId)).get(owner.personId)).toBe("owner");
  });

  test("never leaves a merchant without an owner", async () => {
    const { merchantId, thief, owner, member } = await twoOwners();
    await members.changeRoleAction(merchantId, { personId: member.personId, role: "owner" });
    const token = await linkOf(owner);
    await inPlatform((tx) => tx.membership.deleteMany({ where: { merchantId, personId: { in: [thief.personId, owner.personId] } } }));
    expect((await freezeChange(token, null, now())).ok).toBe(true);
    expect((await rolesOf(merchantId)).get(member.personId)).toBe("owner");
  });

  test("a token is revoked, a channel removed, a consent withdrawn, and retention as before", async () => {
    const { merchantId, owner, thief } = await twoOwners();
    const left = async (): Promise<number[]> =>
      inPlatform(async (tx) => [
        await tx.apiToken.count({ where: { merchantId, revokedAt: null } }),
        await tx.notificationChannel.count({ where: { merchantId, disabledAt: null } }),
        await tx.supportConsent.count({ where: { merchantId, withdrawnAt: null } }),
        await tx.merchantPrivacy.count({ where: { merchantId, orderDays: { not: null } } }),
      ]);
    const changes = [
      () => tokens.makeApiTokenAction(merchantId, { name: "Script", scopes: [], integrationIds: [], expiresInDays: 30 }),
      () => addChannel(merchantId),
      () => giveConsentAction(merchantId, { days: 1 }),
      () => saveRetentionAction(merchantId, { orderDays: 365, addressDays: 90 }),
    ];
    for (const [index, change] of changes.entries()) {
      await asBrowser(thief.sessionId);
      await change();
      expect((await left())[index], `change ${index}`).toBe(1);
      await inPlatform((tx) => tx.freezeLink.updateMany({ where: { merchantId }, data: { frozenAt: null } }));
      const token = await linkOf(owner);
      expect((await freezeChange(token, null, now())).ok).toBe(true);
      await endFreeze(token, null, now());
      expect((await left())[index], `change ${index}`).toBe(0);
    }
  });
});
