import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { listAuditEntries } from "@/lib/identity/audit/data";
import { recordIncidentEvent } from "@/lib/incidents/record";
import { causeKey, type FoundCause } from "@/lib/incidents/transitions";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { isFailing, listFixAnswers, listFixRecords, listOtherFixes, readFixRecords } from "@/lib/operations/learning/data";
import { judgeAnswers } from "@/lib/operations/learning/follow-checks";
import { answerFix } from "@/lib/operations/learning/mutations";
import { fixAnswerSchema, type GivenAnswer } from "@/lib/operations/learning/schema";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

afterAll(closeQueue);

const staff = jobPlatformScope("schedule");
const BLOCKED: FoundCause = {
  code: "ip_blocked",
  blocker: "nginx",
  fixer: "hosting_provider",
  scope: { addresses: ["192.0.2.1"], userAgents: [], methods: [] },
  lanes: ["orders_in"],
};

/** A check that found these causes. */
function check({ scope, integrationId }: ConnectedShop, causes: readonly FoundCause[]): Promise<string> {
  return inMerchant(scope.merchantId, async (tx) => {
    const cleared = causes.length === 0 ? [causeKey(BLOCKED)] : [];
    const event = { kind: "check_completed" as const, checkId: randomUUID(), causes, cleared };
    const incident = await recordIncidentEvent(tx, scope, { integrationId, event, now: new Date() });
    await judgeAnswers(tx, scope, { integrationId, checkStartedAt: new Date() });
    return incident?.id ?? "";
  });
}

const says = (shop: ConnectedShop, incidentId: string, parts: Partial<GivenAnswer> = {}) =>
  answerFix(shop.scope, {
    integrationId: shop.integrationId,
    incidentId,
    cause: "ip_blocked",
    recipe: "addresses.nginx",
    answer: "worked",
    text: "",
    ...parts,
  });

async function blocked(parts: { merchantId?: string } = {}): Promise<{ shop: ConnectedShop; incidentId: string }> {
  const shop = await connectShop(parts);
  return { shop, incidentId: await check(shop, [BLOCKED]) };
}

describe("what a merchant says about a diagnosis and its fix", () => {
  it("needs words for something else, and otherwise a fix of the cause", () => {
    const given = { integrationId: randomUUID(), incidentId: randomUUID(), cause: "ip_blocked", recipe: "addresses.nginx", text: "" };
    expect(fixAnswerSchema.safeParse({ ...given, answer: "worked" }).success).toBe(true);
    expect(fixAnswerSchema.safeParse({ ...given, answer: "worked", recipe: "tls.nginx" }).success).toBe(false);
    expect(fixAnswerSchema.safeParse({ ...given, answer: "something_else", text: " " }).success).toBe(false);
    expect(fixAnswerSchema.safeParse({ ...given, answer: "something_else", text: "x".repeat(1_001) }).success).toBe(false);
  });

  it("is confirmed or contradicted by the next checks, logged, and replaced by a later answer", async () => {
    const { shop, incidentId } = await blocked();
    const read = async () => (await listFixAnswers(shop.scope, incidentId)).map(({ answer, passed }) => ({ answer, passed }));
    expect(await says(shop, incidentId)).toEqual({ ok: true, value: true });
    expect(await read()).toEqual([{ answer: "worked", passed: null }]);
    await check(shop, [BLOCKED]);
    expect(await read()).toEqual([{ answer: "worked", passed: false }]);
    await says(shop, incidentId);
    await check(shop, []);
    expect(await read()).toEqual([{ answer: "worked", passed: true }]);
    await check(shop, [BLOCKED]);
    expect(await read()).toEqual([{ answer: "worked", passed: false }]);
    const log = await listAuditEntries(shop.scope, { integrationId: shop.integrationId, limit: 5 });
    expect(log.find(({ action }) => action === "fix_answered")).toMatchObject({ details: { recipe: "addresses.nginx", answer: "worked" } });
  });

  it("may be said after the end, and tells staff what it was instead, with keys masked", async () => {
    const { shop, incidentId } = await blocked();
    await check(shop, []);
    await says(shop, incidentId, { answer: "did_not" });
    await says(shop, incidentId, { answer: "something_else", recipe: "", text: "Our plugin had ck_0123456789abcdef" });
    const answers = await listFixAnswers(shop.scope, incidentId);
    expect(answers.map(({ answer, passed }) => [answer, passed])).toEqual([
      ["did_not", false],
      ["something_else", true],
    ]);
    expect((await listOtherFixes(staff)).find(({ integrationId }) => integrationId === shop.integrationId)).toMatchObject({
      text: "Our plugin had •••",
      cause: "ip_blocked",
    });
  });

  it("is about an own incident and a cause of it", async () => {
    const { shop, incidentId } = await blocked();
    const notFound = { ok: false, reason: "not_found" };
    expect(await says(shop, randomUUID())).toEqual(notFound);
    expect(await says(shop, incidentId, { cause: "slow", recipe: "" })).toEqual(notFound);
    const other = await blocked();
    expect(await says(other.shop, incidentId)).toEqual(notFound);
    expect(await listFixAnswers(other.shop.scope, incidentId)).toEqual([]);
  });
});

describe("the record of a fix", () => {
  const recipe = "addresses.haproxy";
  const found: FoundCause = { ...BLOCKED, code: "access_denied", blocker: "haproxy" };

  it("is shown to merchants from twenty shops of five other merchants on, and to staff at once", async () => {
    const merchants = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const shops: ConnectedShop[] = [];
    for (let index = 0; index < 20; index += 1) {
      const merchantId = merchants[index % 5] ?? "";
      if (index < 5) await inPlatform((tx) => tx.merchant.create({ data: { id: merchantId, name: "One of five" } }));
      shops.push(await connectShop({ merchantId }));
    }
    const reader = await connectShop();
    const records = async (scope = reader.scope) => (await readFixRecords(scope, ["access_denied"])).filter((one) => one.recipe === recipe);
    const ofStaff = async () => (await listFixRecords(staff)).find((one) => one.recipe === recipe);
    for (const [index, shop] of shops.entries()) {
      expect(await records()).toEqual([]);
      const { merchantId } = shop.scope;
      const foundAt = new Date(Date.now() - 3_600_000);
      const passed = index > 1;
      await inMerchant(merchantId, async (tx) => {
        const facts = {
          quietSince: null,
          goodObservations: 0,
          cameBack: 0,
          causes: [],
          asked: null,
          told: { state: null, at: [] },
          lanes: {},
        };
        const { integrationId } = shop;
        const { id: incidentId } = await tx.incident.create({ data: { merchantId, integrationId, openedAt: foundAt, facts } });
        const said = { causeCode: found.code, blocker: found.blocker, recipe, answer: "worked", text: "", author: {}, foundAt };
        const answeredAt = new Date();
        await tx.fixAnswer.create({
          data: { merchantId, integrationId, incidentId, passed, answeredAt, judgedAt: answeredAt, ...said },
        });
      });
      expect(await ofStaff()).toMatchObject({ shops: index + 1, passed: Math.max(0, index - 1) });
    }
    expect(await records()).toEqual([expect.objectContaining({ cause: "access_denied", blocker: "haproxy", shops: 20, passed: 18 })]);
    expect(Math.round(((await ofStaff())?.medianMs ?? 0) / 60_000)).toBe(60);
    // Beside their own shops, these merchants would see only four others.
    expect(await records(shops[0]?.scope)).toEqual([]);
  });

  it("needs attention once most of several shops were still refused", () => {
    expect(isFailing({ shops: 2, passed: 0 })).toBe(false);
    expect(isFailing({ shops: 3, passed: 1 })).toBe(true);
    expect(isFailing({ shops: 4, passed: 2 })).toBe(false);
  });
});
