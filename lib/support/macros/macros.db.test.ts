import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { memberIdOf, type PlatformScope, staffScope } from "@/lib/identity/accounts/access";
import { findStaffMerchantScope } from "@/lib/identity/accounts/data";
import { backfillIncident } from "@/lib/incidents/backfill-incident";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { draftAnswers, listMacros } from "@/lib/support/macros/data";
import { removeMacro, saveMacro, sendAnswer } from "@/lib/support/macros/mutations";
import type { SentAnswer } from "@/lib/support/macros/schema";
import { assignIncident } from "@/lib/support/queue/mutations";
import { countUnread, findThread } from "@/lib/support/threads/data";
import { askSupport } from "@/lib/support/threads/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

const person = { personId: randomUUID(), name: "Ana", email: "ana@staff.example", isStaff: true, staffRole: "agent" as const };
const maybe = staffScope(person);
if (!maybe) throw new Error("no scope");
const ana: PlatformScope = maybe;
const staffOn = async ({ scope }: ConnectedShop) => {
  const own = await findStaffMerchantScope(person, scope.merchantId, null);
  if (!own) throw new Error("no scope");
  return own;
};

async function breakShop(): Promise<ConnectedShop & { incidentId: string }> {
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  const at = new Date(Date.now() - 86_400_000);
  await inPlatform((tx) =>
    tx.lane.updateMany({
      where: { integrationId, lane: "orders_in" },
      data: { state: "action_needed", since: at, failingSince: at, lastSuccessAt: at, reason: "failed" },
    }),
  );
  await inMerchant(scope.merchantId, (tx) => backfillIncident(tx, scope, integrationId, new Date()));
  const [incident] = await inPlatform((tx) => tx.incident.findMany({ where: { integrationId, closedAt: null } }));
  return { ...shop, incidentId: incident?.id ?? "" };
}

const macro = { id: null, name: "Hello", texts: { en: "Hello {merchant}: {headline}" }, act: "take" as const, snoozeHours: 24 as const };
const draftsOf = async (shop: ConnectedShop, more: { threadId?: string; locale?: "nl" } = {}) => {
  const { integrationId } = shop;
  const drafts = await draftAnswers(await staffOn(shop), { integrationId, threadId: null, locale: null, ...more });
  if (!drafts) throw new Error("no drafts");
  return drafts;
};
const setLocale = (shop: ConnectedShop, locale: string) =>
  inPlatform((tx) => tx.person.update({ where: { id: memberIdOf(shop.scope) ?? "" }, data: { locale } }));

beforeEach(async () => {
  await inPlatform(async (tx) => {
    await tx.answerMacro.deleteMany();
    await tx.$executeRaw`insert into person (id, email, name, password_hash, staff_role)
      values (${person.personId}::uuid, ${person.email}, 'Ana', '-', 'agent') on conflict do nothing`;
  });
});

describe("templates", () => {
  test("are shared by all staff, have names of their own, and every change is recorded", async () => {
    const saved = await saveMacro(ana, macro);
    const id = saved.ok ? saved.value.id : "";
    expect(await saveMacro(ana, macro)).toEqual({ ok: false, reason: "name_taken" });
    expect(await saveMacro(ana, { ...macro, id, texts: { en: "Bye" } })).toMatchObject({ ok: true });
    expect(await saveMacro(ana, { ...macro, id: randomUUID(), name: "x" })).toEqual({ ok: false, reason: "not_found" });
    expect(await listMacros(ana)).toMatchObject([{ name: "Hello", texts: { en: "Bye" }, author: "Ana" }]);
    const removed = await Promise.all([removeMacro(ana, { id }), removeMacro(ana, { id })]);
    expect(removed).toEqual(
      expect.arrayContaining([
        { ok: true, value: true },
        { ok: false, reason: "not_found" },
      ]),
    );
    const logged = await inPlatform((tx) =>
      tx.platformEvent.findMany({ where: { action: { startsWith: "macro_" } }, orderBy: { at: "asc" } }),
    );
    expect(logged.map(({ action, before, after }) => [action, before, after])).toMatchObject([
      ["macro_saved", null, { name: "Hello", text: "Hello {merchant}: {headline}" }],
      ["macro_saved", { text: "Hello {merchant}: {headline}" }, { text: "Bye" }],
      ["macro_removed", { name: "Hello" }, null],
    ]);
    await expect(inMerchant(randomUUID(), (tx) => tx.answerMacro.findMany())).rejects.toThrow();
  });

  test("are filled with the incident in the language of who asked, else of the merchant, unless staff choose another", async () => {
    const shop = await breakShop();
    await setLocale(shop, "de");
    await saveMacro(ana, macro);
    const { locale, incident, threadId, drafts } = await draftsOf(shop);
    expect({ locale, threadId, incident }).toEqual({
      locale: "de",
      threadId: null,
      incident: { merchantId: shop.scope.merchantId, incidentId: shop.incidentId, seen: 0 },
    });
    const [own, first] = drafts;
    expect(own, "it has no German text").toMatchObject({
      name: "Hello",
      locale: "en",
      text: expect.stringMatching(/^Hello Bloemen: .*down/),
    });
    expect(first?.text).toMatch(/^Guten Tag,\n\nes geht um Ihren Shop Bloemen\. .+\n\nNächster Schritt: .+http:\/\/\S+\/m\/.+Ana$/s);
    for (const { text } of drafts) expect(text).not.toMatch(/[{}]|\n\n\n/);
    expect((await draftsOf(shop, { locale: "nl" })).drafts[1]?.text).toMatch(/^Goedendag/);

    const asked = await askSupport(shop.scope, { text: "?", integrationId: shop.integrationId, causeCode: null, runId: null });
    await setLocale(shop, "fr");
    expect(await draftsOf(shop)).toMatchObject({ locale: "fr", threadId: asked.ok && asked.value.threadId, firstWords: "?" });
    const other = await connectShop();
    const foreign = { integrationId: other.integrationId, threadId: null, locale: null };
    expect(await draftAnswers(await staffOn(shop), foreign)).toBeNull();
    expect(await draftAnswers(await staffOn(other), { ...foreign, threadId: asked.ok ? asked.value.threadId : "" })).toBeNull();
  });
});

describe("an answer from the queue", () => {
  const sent = (shop: ConnectedShop & { incidentId: string }, more: Partial<SentAnswer> = {}): SentAnswer => ({
    merchantId: shop.scope.merchantId,
    integrationId: shop.integrationId,
    threadId: null,
    name: "Hello",
    text: "We see it.",
    incident: { merchantId: shop.scope.merchantId, incidentId: shop.incidentId, seen: 0 },
    act: "take",
    snoozeHours: 24,
    ...more,
  });
  const workOf = ({ incidentId }: { incidentId: string }) => inPlatform((tx) => tx.incidentWork.findFirst({ where: { incidentId } }));

  test("opens a conversation that the merchant is notified of, takes and snoozes the incident, and is in both logs", async () => {
    const shop = await breakShop();
    const answered = await sendAnswer(ana, sent(shop), "why");
    const threadId = answered.ok && answered.value.kind === "sent" ? answered.value.threadId : "";
    expect(await findThread(shop.scope, threadId)).toMatchObject({
      status: "waiting",
      unread: true,
      about: "integration",
      messages: [{ text: "We see it.", author: { name: "Ana" } }],
    });
    expect((await countUnread(shop.scope)).answers).toBe(1);
    const { merchantId } = shop.scope;
    expect(await inPlatform((tx) => tx.notification.findMany({ where: { merchantId, kind: "support_answered" } }))).toMatchObject([
      { params: { threadId, first: true } },
    ]);
    expect(await workOf(shop)).toMatchObject({ assignee: { name: "Ana" }, snoozeReason: "Hello", version: 2 });
    expect(await inMerchant(merchantId, (tx) => tx.auditEvent.count({ where: { action: "support_wrote" } }))).toBe(1);
  });

  test("is not sent if a colleague changed the incident first, if it is over, or to another merchant's shop or question", async () => {
    const [shop, other] = [await breakShop(), await breakShop()];
    const taken = { ...sent(shop), personId: null, incidentId: shop.incidentId, seen: 0 };
    await assignIncident(ana, taken);
    expect(await sendAnswer(ana, sent(shop), "why")).toMatchObject({ ok: true, value: { kind: "overtaken" } });
    const mixed = { integrationId: other.integrationId, incident: null, act: "none" as const, snoozeHours: null };
    expect(await sendAnswer(ana, sent(shop, mixed), "why")).toEqual({ ok: false, reason: "not_found" });
    const foreign = sent(shop, { incident: sent(other).incident });
    expect(await sendAnswer(ana, foreign, "why")).toEqual({ ok: false, reason: "not_found" });
    expect(await sendAnswer(ana, sent(shop, { ...mixed, threadId: randomUUID() }), "why")).toEqual({ ok: false, reason: "not_found" });
    await inPlatform((tx) => tx.incident.updateMany({ where: { id: other.incidentId }, data: { closedAt: new Date() } }));
    expect(await sendAnswer(ana, sent(other), "why")).toEqual({ ok: false, reason: "incident_over" });
    expect(await inPlatform((tx) => tx.supportThread.count({ where: { merchantId: shop.scope.merchantId } }))).toBe(0);
  });

  test("starts the test that its template asks for, in the name of the staff member", async () => {
    const shop = await breakShop();
    const act = { act: "test_again" as const, snoozeHours: null };
    expect(await sendAnswer(ana, sent(shop, act), "Incident in the support queue")).toMatchObject({ ok: true, value: { step: "started" } });
    const { integrationId } = shop;
    expect(await inPlatform((tx) => tx.reachabilityCheck.findMany({ where: { integrationId } }))).toMatchObject([
      { requestedBy: { kind: "staff", name: "Ana", reason: "Incident in the support queue" } },
    ]);
  });

  test("needs the right to each of its acts", async () => {
    const shop = await breakShop();
    const viewer = staffScope({ ...person, staffRole: "viewer" });
    if (!viewer) throw new Error("no scope");
    expect(await sendAnswer(viewer, sent(shop), "why")).toEqual({ ok: false, reason: "role_lacks_right" });
    expect(await sendAnswer(viewer, sent(shop, { act: "refresh", snoozeHours: null }), "why")).toEqual({
      ok: false,
      reason: "role_lacks_right",
    });
  });
});
