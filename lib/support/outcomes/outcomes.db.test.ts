import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { staffScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { listOtherFixes } from "@/lib/operations/learning/data";
import { isDoubtful, listDiagnosisRecords, listEnded } from "@/lib/support/outcomes/data";
import { recordOutcome, recordThreadOutcome } from "@/lib/support/outcomes/mutations";
import { outcomeSchema } from "@/lib/support/outcomes/schema";
import { askSupport } from "@/lib/support/threads/mutations";
import { connectShop } from "@/lib/testing/connect-shop";

const person = { personId: randomUUID(), name: "Ana", email: "", isStaff: true, staffRole: "agent" as const };
const maybe = staffScope(person);
if (!maybe) throw new Error("no scope");
const ana = maybe;
const HOUR_MS = 3_600_000;
const ago = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS);

/** A shop whose incident with one cause is over, and on which Ana worked. */
async function endIncident() {
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  const { merchantId } = scope;
  const at = (hours: number): string => ago(hours).toISOString();
  const cause = {
    code: "ip_blocked",
    blocker: "wordfence",
    fixer: "merchant",
    scope: { addresses: [], userAgents: [], methods: [] },
    lanes: ["orders_in"],
    checkId: randomUUID(),
    firstSeenAt: at(5),
    lastSeenAt: at(3),
    clearedAt: at(2),
  };
  const facts = {
    quietSince: at(2),
    goodObservations: 2,
    cameBack: 0,
    lanes: { orders_in: null, tracking_out: null },
    causes: [cause],
    asked: null,
    told: { state: "over", at: [] },
  };
  const incidentId = await inPlatform(async (tx) => {
    const { id } = await tx.incident.create({ data: { merchantId, integrationId, openedAt: ago(5), closedAt: ago(1), facts } });
    await tx.incidentWork.create({ data: { merchantId, incidentId: id, version: 1, assignee: ana.actor } });
    return id;
  });
  return { ...shop, merchantId, incidentId };
}

const said = { solvedBy: "merchant", verdict: "confirmed", actualCause: null, text: "Allowed the addresses in Wordfence" } as const;

test("an incident that support worked on asks for its outcome until that is given; no merchant reads it, and the log does", async () => {
  const { merchantId, incidentId } = await endIncident();
  const asked = async () => (await listEnded(ana)).map((one) => [one.incidentId, one.cause]);
  expect(await asked()).toEqual([[incidentId, "ip_blocked"]]);
  expect(await recordOutcome(ana, { ...said, merchantId: randomUUID(), incidentId })).toEqual({ ok: false, reason: "not_found" });
  expect(await recordOutcome(ana, { ...said, merchantId, incidentId })).toEqual({ ok: true, value: true });
  expect(await asked()).toEqual([]);
  expect(await inMerchant(merchantId, (tx) => tx.contactOutcome.findMany())).toEqual([]);
  const logged = await inPlatform((tx) => tx.platformEvent.findMany({ where: { action: "outcome_recorded" } }));
  expect(logged).toMatchObject([{ details: { merchantId, incidentId }, after: { solvedBy: "merchant", verdict: "confirmed" } }]);
});

test("what fixed a confirmed cause is learned and judged like a merchant's answer, which it never replaces", async () => {
  const { merchantId, incidentId, integrationId } = await endIncident();
  await recordOutcome(ana, { ...said, merchantId, incidentId });
  const learned = async () => (await listOtherFixes(ana)).filter((one) => one.integrationId === integrationId);
  expect(await learned()).toMatchObject([{ cause: "ip_blocked", blocker: "wordfence", text: said.text, passed: true }]);
  await recordOutcome(ana, { ...said, merchantId, incidentId, text: "Another text" });
  expect(await learned()).toMatchObject([{ text: said.text }]);
});

test("a diagnosis that support finds wrong more often than right stands out, with what it was instead", async () => {
  await inPlatform((tx) => tx.contactOutcome.deleteMany());
  for (const verdict of ["confirmed", "wrong", "wrong", "wrong", "unknown"] as const) {
    const { merchantId, incidentId } = await endIncident();
    await recordOutcome(ana, { ...said, merchantId, incidentId, verdict, actualCause: verdict === "wrong" ? "method_blocked" : null });
  }
  const [record] = await listDiagnosisRecords(ana);
  expect(record).toEqual({ cause: "ip_blocked", confirmed: 1, total: 4, instead: ["method_blocked"], solvedBy: "merchant" });
  expect(record && isDoubtful(record)).toBe(true);
});

test("a solved question gives the outcome of the incident of its shop, and none without one", async () => {
  const { scope, merchantId, incidentId, integrationId } = await endIncident();
  const question = { text: "?", causeCode: null, runId: null };
  const [about, plain] = [
    await askSupport(scope, { ...question, integrationId }),
    await askSupport(scope, { ...question, integrationId: null }),
  ];
  const idOf = (asked: typeof about): string => (asked.ok ? asked.value.threadId : "");
  expect(await recordThreadOutcome(ana, { ...said, merchantId, threadId: idOf(plain) })).toBe(false);
  expect(await recordThreadOutcome(ana, { ...said, merchantId, threadId: idOf(about) }), "it was over before the question").toBe(false);
  await inPlatform((tx) => tx.incident.update({ where: { merchantId_id: { merchantId, id: incidentId } }, data: { closedAt: null } }));
  expect(await recordThreadOutcome(ana, { ...said, merchantId, threadId: idOf(about) })).toBe(true);
});

test("a wrong diagnosis needs the right cause or words", () => {
  const input = { ...said, merchantId: randomUUID(), incidentId: randomUUID(), verdict: "wrong", text: "" };
  expect(outcomeSchema.safeParse(input).error?.issues).toMatchObject([{ message: "words_missing", path: ["text"] }]);
  expect(outcomeSchema.safeParse({ ...input, actualCause: "ip_blocked" }).success).toBe(true);
  expect(outcomeSchema.safeParse({ ...input, text: "A plugin" }).success).toBe(true);
});
