import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { jobPlatformScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { findStaffMerchantScope } from "@/lib/identity/accounts/data";
import { inMerchant } from "@/lib/infra/db";
import { stopListening, subscribe, subscribeConsole, whenListening } from "@/lib/infra/live/listen";
import { countOpenThreads, countUnread, findThread, listAllThreads, listSolvedThreads, listThreads } from "@/lib/support/threads/data";
import { answerThread, askSupport, markThreadRead, solveThread } from "@/lib/support/threads/mutations";
import { makeTwoMerchants, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

const staff = { personId: "0193a000-0000-7000-8000-000000000001", name: "Ana", email: "ana@example.com", isStaff: true };
const platform = jobPlatformScope("test");
const anything = { causeCode: null, runId: null };

let world: TwoMerchants;
let ana: MerchantScope;
beforeEach(async () => {
  world = await makeTwoMerchants();
  const scope = await findStaffMerchantScope(staff, world.ids.merchantId, null);
  if (!scope) throw new Error("no scope");
  ana = scope;
  await markThreadRead(world.owner.scope, world.ids.threadId, "merchant");
});

async function ask(text = "Why?"): Promise<string> {
  const asked = await askSupport(world.owner.scope, { ...anything, text, integrationId: world.ids.integrationId });
  if (!asked.ok) throw new Error(asked.reason);
  return asked.value.threadId;
}

describe("a question to support", () => {
  test("stores the shop's state and the run it is about, and never a secret", async () => {
    const { merchantId, integrationId, runId } = world.ids;
    const secret = `ck_${"5e".repeat(20)}`;
    await inMerchant(merchantId, async (tx) => {
      await tx.integration.update({
        where: { merchantId_id: { merchantId, id: integrationId } },
        data: { baseUrl: `https://ada:geheim@shop.example`, serverSoftware: `nginx ${secret}` },
      });
      const probe = {
        id: "p1",
        purpose: "root_from_each_address",
        method: "GET",
        userAgent: "x",
        from: null,
        to: null,
        source: "default",
        outcome: "answered",
        path: `/wp-json?consumer_secret=${secret}`,
        status: 403,
        reached: "in_front",
        failure: null,
        coldConnection: true,
        headers: {},
        answeredBy: null,
        passed: false,
        timingsMs: { dns: 1, connect: 1, tls: 1, firstByte: 1, total: 4 },
        at: "2026-11-25T00:00:00.000Z",
        answer: { headers: { server: "nginx", "set-cookie": secret }, bodyStart: secret, bodyBytes: 3 },
      };
      const cause = {
        code: "access_denied",
        layer: "in_front",
        methods: ["GET"],
        userAgents: [],
        addresses: [],
        blocker: null,
        affects: ["orders_in"],
        certainty: "single_observation",
        evidence: { pass: null, fail: "p1" },
        reason: null,
        details: { location: `https://u:p@x.example/?token=${secret}` },
      };
      const result = {
        schema: 1,
        untested: [],
        url: "https://shop.example",
        effectiveUrl: null,
        shopSystem: "woocommerce",
        shopSystemEvidence: [],
        durationMs: 1,
        requests: 1,
        startedAt: "2026-11-25T00:00:00.000Z",
        verdict: "blocked",
        causes: [cause],
        probes: [probe],
        server: { software: "nginx", version: null, evidence: [] },
      };
      await tx.reachabilityCheck.create({
        data: {
          merchantId,
          integrationId,
          trigger: "manual",
          status: "done",
          verdict: "blocked",
          requestedBy: world.owner.scope.actor,
          result,
        },
      });
    });
    const asked = await askSupport(world.owner.scope, { text: `Why? My key: ${secret}`, integrationId, causeCode: null, runId });
    const thread = await findThread(ana, asked.ok ? asked.value.threadId : "");
    expect(thread).toMatchObject({
      about: "run",
      status: "open",
      unread: true,
      messages: [{ text: "Why? My key: •••", author: { kind: "member" } }],
      evidence: {
        shop: { name: OWNERS_MARK, shopSystem: "woocommerce" },
        lanes: [{ lane: "orders_in", state: "throttled" }, { lane: "tracking_out" }],
        check: { causes: [{ code: "access_denied" }], probes: [{ id: "p1", status: 403 }] },
        runs: [{ id: runId, status: "failed" }],
      },
    });
    const row = await inMerchant(merchantId, (tx) => tx.supportThread.findFirstOrThrow({ where: { runId } }));
    for (const planted of [secret, "geheim", "u:p@"]) expect(JSON.stringify(row), planted).not.toContain(planted);
  });

  test("is refused and not stored if its shop or run does not exist or belongs to another merchant", async () => {
    const { scope } = world.outsider;
    const questions = [
      { ...anything, integrationId: world.ids.integrationId },
      { ...anything, integrationId: randomUUID() },
    ];
    for (const question of questions)
      expect(await askSupport(scope, { ...question, text: "?" })).toEqual({ ok: false, reason: "not_found" });
    const own = { ...anything, text: "?", integrationId: world.ids.integrationId, runId: randomUUID() };
    expect(await askSupport(world.owner.scope, own)).toEqual({ ok: false, reason: "not_found" });
    expect(await listThreads(scope)).toEqual([]);
    expect((await listThreads(world.owner.scope)).map(({ id }) => id)).toEqual([world.ids.threadId]);
  });

  test("passes between both sides, and is unread for each until it is read", async () => {
    const threadId = await ask();
    const seen = async () => [(await findThread(world.owner.scope, threadId))?.unread, (await findThread(ana, threadId))?.unread];
    expect(await seen()).toEqual([false, true]);
    await markThreadRead(ana, threadId, "staff");
    expect(await seen()).toEqual([false, false]);
    await answerThread(ana, { threadId, text: "Because." });
    expect(await findThread(world.owner.scope, threadId)).toMatchObject({ status: "waiting", lastFrom: "staff", unread: true });
    expect((await countUnread(world.owner.scope)).answers).toBe(1);
    expect((await countUnread(ana)).answers, "staff wrote it").toBe(0);
    await markThreadRead(world.owner.scope, threadId, "merchant");
    expect((await countUnread(world.owner.scope)).answers).toBe(0);
    await answerThread(world.owner.scope, { threadId, text: "Thanks, but?" });
    expect(await findThread(ana, threadId)).toMatchObject({ status: "open", unread: true, messages: { length: 3 } });
    expect((await countUnread(ana)).answers).toBe(1);
    await markThreadRead(ana, threadId, "staff");
    expect((await countUnread(ana)).answers).toBe(0);
  });

  test("records cause and fix when solved, is suggested for the same cause, and reopens when the merchant writes", async () => {
    const threadId = await ask();
    expect(await solveThread(world.owner.scope, { threadId, causeCode: null, fix: "I did it" })).toMatchObject({ ok: false });
    await solveThread(ana, { threadId, causeCode: "method_blocked", fix: "The host allowed PATCH for ck_0123456789abcdef" });
    expect(await findThread(world.owner.scope, threadId)).toMatchObject({
      status: "solved",
      unread: true,
      solution: { causeCode: "method_blocked", fix: "The host allowed PATCH for •••", by: { name: "Ana" } },
    });
    const next = randomUUID();
    expect(await listSolvedThreads(platform, ["method_blocked"], next)).toMatchObject([
      { id: threadId, by: "Ana", fix: "The host allowed PATCH for •••" },
    ]);
    expect(await listSolvedThreads(platform, ["method_blocked"], threadId)).toEqual([]);
    expect(await listSolvedThreads(platform, ["server_error"], next)).toEqual([]);
    await answerThread(world.owner.scope, { threadId, text: "It is back" });
    expect(await findThread(ana, threadId)).toMatchObject({ status: "open", solution: null });
    expect(await listSolvedThreads(platform, ["method_blocked"], next)).toEqual([]);
  });
});

test("staff see the longest-waiting question first, and how many are open", async () => {
  const [first, second] = [await ask("first"), await ask("second")];
  const before = await countOpenThreads(platform);
  const order = async () =>
    (await listAllThreads(platform, { status: "open", page: 1 })).threads.map(({ id }) => id).filter((id) => id === first || id === second);
  expect(await order()).toEqual([first, second]);
  await answerThread(ana, { threadId: first, text: "x" });
  expect(await order()).toEqual([second]);
  expect(await countOpenThreads(platform)).toBe(before - 1);
});

test("both sides are notified of a message when it is committed", async () => {
  const heard: string[] = [];
  const leave = [
    subscribe(world.ids.merchantId, (signal) => heard.push(`merchant ${signal.kind}`)),
    subscribe(world.outsider.scope.merchantId, (signal) => heard.push(`outsider ${signal.kind}`)),
    subscribeConsole((signal) => heard.push(`staff ${signal.kind}`)),
  ];
  await whenListening();
  heard.length = 0;
  await ask();
  await expect.poll(() => heard.toSorted()).toEqual(["merchant thread", "staff thread"]);
  for (const one of leave) one();
  await stopListening();
});
