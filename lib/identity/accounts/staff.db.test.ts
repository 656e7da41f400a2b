import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { ownerScope, staffMerchantScope } from "@/lib/identity/accounts/access";
import { giveConsent, withdrawConsent } from "@/lib/identity/accounts/consent";
import { STAFF_ROLES, type StaffRight, type StaffRole, staffMay } from "@/lib/identity/accounts/staff-roles";
import { findVisit, openData, openVisit, stopActing } from "@/lib/identity/accounts/visits";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { move } from "@/lib/operations/addresses/actions";
import { orderBulkJob } from "@/lib/operations/fleet/actions";
import { keepNote, openMerchant } from "@/lib/support/actions";
import { solveThreadAction } from "@/lib/support/threads/actions";
import { deliver, form, leaves, logOf, mailsTo, makeOwner, makePerson, type Someone } from "@/lib/testing/members";
import { asBrowser } from "@/lib/testing/request";

vi.mock("server-only", () => ({}));
vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);

vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const staffOf = async (merchantId: string, reason: string | null, staffRole: StaffRole = "operator") => {
  const person: Someone = { ...(await makePerson(true)), staffRole };
  const scope = await inPlatform((tx) => staffMerchantScope(tx, person, merchantId, reason));
  if (!scope) throw new Error("no scope");
  return { person, scope };
};

describe("staff roles", () => {
  const holders: Record<StaffRight, StaffRole[]> = {
    act_for_merchant: ["agent", "lead", "operator"],
    answer_questions: ["agent", "lead", "operator"],
    write_notes: ["agent", "lead", "operator"],
    search_buyers: ["agent", "lead", "operator"],
    work_incidents: ["agent", "lead", "operator"],
    export_data: ["lead", "operator"],
    run_fleet_jobs: ["lead", "operator"],
    move_traffic: ["operator"],
  };
  test.each(Object.entries(holders) as [StaffRight, StaffRole[]][])("the right %s is granted to exactly %j", (right, roles) => {
    expect(STAFF_ROLES.filter((role) => staffMay(role, right))).toEqual(roles);
    expect([null, undefined].some((role) => staffMay(role, right))).toBe(false);
  });

  test("an account is staff exactly if it has a role, and unknown roles are rejected", async () => {
    const { personId } = await makePerson();
    const set = (staffRole: string) => inPlatform((tx) => tx.person.update({ where: { id: personId }, data: { staffRole } }));
    await expect(set("admin")).rejects.toThrow();
    expect(await set("viewer")).toMatchObject({ isStaff: true });
  });

  test("console actions are refused without effect for staff whose role lacks the right", async () => {
    const { merchantId } = await makeOwner();
    const { personId, sessionId } = await makePerson(true);
    const become = async (staffRole: StaffRole) => {
      await inPlatform((tx) => tx.person.update({ where: { id: personId }, data: { staffRole } }));
      await asBrowser(sessionId);
    };
    const traffic = () => move({ rehearsalId: randomUUID(), accepted: null });
    const fleet = () => leaves(orderBulkJob("?shopSystem=woocommerce", form({ kind: "check", reason: "because", perMinute: "30" })));
    await become("viewer");
    const refused = { ok: false, code: "role_lacks_right" };
    expect(await traffic()).toEqual(refused);
    expect(
      await solveThreadAction(merchantId, { threadId: randomUUID(), causeCode: null, fix: "Hello", solvedBy: null, verdict: null }),
    ).toEqual(refused);
    const gone = await leaves(openMerchant(merchantId, form({ reason: "Ticket 12", minutes: "30" })));
    expect(await leaves(keepNote(merchantId, form({ text: "Note" })))).toBe(gone);
    expect(await fleet()).toBe(gone);
    expect(await logOf(merchantId)).toEqual([]);
    await become("lead");
    expect(await traffic()).toEqual(refused);
    expect(await fleet()).not.toBe(gone);
    await become("operator");
    expect(await traffic()).toEqual({ ok: false, code: "not_running" });
  });

  test("only roles with the right to act can act, even with a reason or during an open visit", async () => {
    const { merchantId } = await makeOwner();
    expect((await staffOf(merchantId, "Ticket 12", "viewer")).scope.actor).toMatchObject({ reason: null });
    expect((await staffOf(merchantId, "Ticket 12", "agent")).scope.actor).toMatchObject({ reason: "Ticket 12" });
  });
});

describe("an owner's consent", () => {
  test("is required before acting staff can manage members and tokens, expires, and can be withdrawn", async () => {
    const { merchantId, scope: owner } = await makeOwner();
    const manages = async (reason: string | null = "Ticket 12") => ownerScope((await staffOf(merchantId, reason)).scope) !== null;
    expect(await manages()).toBe(false);
    expect(await giveConsent(owner, { days: 7 })).toEqual({ ok: true, value: true });
    expect([await manages(), await manages(null)]).toEqual([true, false]);

    const own = ownerScope((await staffOf(merchantId, "Ticket 12")).scope);
    if (!own) throw new Error("no consent");
    expect([await giveConsent(own, { days: 30 }), await withdrawConsent(own)].map(({ ok }) => ok)).toEqual([false, false]);

    expect(await withdrawConsent(owner)).toEqual({ ok: true, value: true });
    expect(await manages()).toBe(false);

    await giveConsent(owner, { days: 1 });
    await expect(
      inMerchant(merchantId, (tx) => tx.supportConsent.updateMany({ data: { expiresAt: new Date(Date.now() + 1e10) } })),
    ).rejects.toThrow(/permission denied/);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 86_400_001 });
    expect(await manages().finally(() => vi.useRealTimers())).toBe(false);
    expect((await logOf(merchantId)).map(({ action }) => action)).toEqual([
      "support_consent_given",
      "support_consent_withdrawn",
      "support_consent_given",
    ]);
  });
});

describe("when staff have acted for a merchant", () => {
  const act = (scope: Parameters<typeof recordAudit>[1]) =>
    inMerchant(scope.merchantId, (tx) => recordAudit(tx, scope, { action: "sync_paused" }));

  test("owners get one mail after the visit, with the reason and the changes made", async () => {
    const { merchantId, person: owner } = await makeOwner();
    const { person, scope } = await staffOf(merchantId, "Ticket 12");
    await openVisit(scope, person, 30);
    await act(scope);
    await act(scope);
    await deliver();
    expect(await mailsTo(owner.email)).toEqual([]);
    await stopActing(scope, person);
    await deliver();
    await deliver();
    const [mail, ...more] = await mailsTo(owner.email);
    expect(more).toEqual([]);
    expect(mail?.subject).toContain(person.name);
    expect(mail?.text).toMatch(/Ticket 12.*2 changes were made: Sync paused\./s);
  });

  test("owners get no mail if nothing was changed", async () => {
    const { merchantId, person: owner } = await makeOwner();
    const { person, scope } = await staffOf(merchantId, "Ticket 13");
    await openVisit(scope, person, 30);
    await stopActing(scope, person);
    await deliver();
    expect(await mailsTo(owner.email)).toEqual([]);
  });
});

test("staff can open orders and evidence only with an audited reason, for an hour within the visit", async () => {
  const { merchantId } = await makeOwner();
  const { person, scope } = await staffOf(merchantId, null, "viewer");
  await openVisit(scope, person, 30);
  const opens = async (now = Date.now()) => (await findVisit(person.sessionId, merchantId, new Date(now)))?.opensData;
  expect(await opens()).toBe(false);
  await openData(scope, person, "Buyer asks for a parcel");
  expect([await opens(), await opens(Date.now() + 61 * 60_000)]).toEqual([true, false]);
  expect((await logOf(merchantId)).at(-1)).toMatchObject({
    action: "support_data_opened",
    details: { reason: "Buyer asks for a parcel", minutes: 60 },
  });
});
