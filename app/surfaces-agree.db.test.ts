import http from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { expectAgreement, type WatchedShop } from "@/app/surfaces-agree.fixture";
import { executeCheck } from "@/lib/check/execute-check";
import { startCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { replaceCredentials } from "@/lib/integrations/mutations";
import { addChannel } from "@/lib/notify/mutations";
import { answerReport } from "@/lib/operations/reports/answers/mutations";
import { findReport } from "@/lib/operations/reports/find-report";
import { countOpening, createReport, shareReport } from "@/lib/operations/reports/mutations";
import { announceMaintenance, endMaintenance, pauseSync, resumeSync } from "@/lib/sync/mutations";
import { executeRun } from "@/lib/sync/run/execute-run";
import { startRun } from "@/lib/sync/run/start-run";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { passQuietTime } from "@/lib/testing/pass-quiet-time";
import { LOOPBACK, recentOrders, SHOP_KEYS, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";

// One problem, one story: whatever happens to a shop, every surface tells the same of it after each step.

// The environment is read once, before the first import.
vi.hoisted(() => {
  for (const name of ["MAIL_CAPTURE", "DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const FIRST = "127.0.0.2";
const SECOND = "127.0.0.3";
const outside = { ...LOOPBACK, egress: { addresses: [FIRST, SECOND], control: "127.0.0.4" } };
const environment = () => ({ outside, signal: new AbortController().signal });
const refuse = (...addresses: string[]): Behaviour => ({ refusedAddresses: addresses.map((address) => ({ address, how: "forbidden" })) });

const posts = new Map<string, WatchedShop["posts"]>();
const receiver = http.createServer((request, response) => {
  const [, kind, key] = (request.url ?? "").split("/");
  let body = "";
  request.setEncoding("utf8").on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => {
    posts.get(key ?? "")?.push({ kind: kind === "slack" ? "slack" : "webhook", body });
    response.end();
  });
});
const shops: SyncedShop[] = [];
beforeAll(() => new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve)));
afterAll(async () => {
  await Promise.all(shops.map(({ shop }) => shop.close()));
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await closeQueue();
});

async function watch({ scope, integrationId }: ConnectedShop): Promise<WatchedShop> {
  const received: WatchedShop["posts"] = [];
  posts.set(integrationId, received);
  const { port } = receiver.address() as AddressInfo;
  for (const kind of ["slack", "webhook"] as const) {
    const url = `http://127.0.0.1:${port}/${kind}/${integrationId}`;
    const added = await addChannel(scope, { kind, name: kind, url, kinds: ["needs_you", "recovered"] });
    if (!added.ok) throw new Error(added.reason);
  }
  return { scope, integrationId, notes: new Set(), posts: received };
}

async function openShop(merchantId?: string) {
  const connected = await startSyncedShop(recentOrders(4), merchantId ? { merchantId } : {});
  shops.push(connected);
  const { scope, integrationId, shop } = connected;
  const watched = await watch(connected);
  const sync = async (): Promise<void> => {
    const started = await inMerchant(scope.merchantId, (tx) =>
      startRun(tx, jobScope("schedule", scope.merchantId), integrationId, "schedule"),
    );
    if (started.ok)
      await executeRun(jobScope("sync-orders", scope.merchantId), { integrationId, runId: started.value.runId }, environment());
  };
  const check = async (from: OutsideConfig = outside): Promise<string> => {
    const started = await inMerchant(scope.merchantId, (tx) => startCheck(tx, scope, integrationId, "schedule"));
    if (!started.ok) throw new Error(started.reason.code);
    const { checkId } = started.value;
    await executeCheck(
      jobScope("check-shop", scope.merchantId),
      { integrationId, checkId },
      { ...environment(), outside: from, engine: runCheck },
    );
    return checkId;
  };
  const agree = (step: string) => expectAgreement(watched, step);
  await sync();
  return { scope, integrationId, shop, sync, check, agree };
}

// One after the other: each step sends all messages that are due.
describe("every surface tells the same", () => {
  it("while one of two addresses is blocked and syncs run", async () => {
    const { integrationId, shop, sync, check, agree } = await openShop();
    expect((await agree("connected")).story.state).toBe("healthy");
    shop.setBehaviour(refuse(FIRST));
    await sync();
    await agree("a sync was blocked");
    await check();
    const { story } = await agree("the check found the block");
    expect(story.state).toBe("partial");
    for (let minute = 0; minute < 3; minute += 1) {
      await sync();
      expect((await agree(`sync ${minute} passed`)).story).toMatchObject({ state: "partial", since: story.since });
    }
    shop.setBehaviour(refuse(FIRST, SECOND));
    await sync();
    await check();
    expect((await agree("both addresses are blocked")).story.state).toBe("down");
    shop.setBehaviour({});
    await sync();
    await agree("a sync passed");
    await check();
    await sync();
    expect((await agree("the check passed")).story.state).toBe("quiet");
    await passQuietTime(integrationId);
    expect((await agree("the quiet time passed")).story.state).toBe("healthy");
  });

  it("while a block comes and goes", async () => {
    const { scope, integrationId, shop, sync, check, agree } = await openShop();
    const subjects: string[] = [];
    for (let flap = 0; flap < 20; flap += 1) {
      shop.setBehaviour({ serverErrors: { next: 99, status: 503 } });
      await sync();
      subjects.push(...(await agree(`failure ${flap}`)).sent);
      if (flap % 10 === 0) {
        shop.setBehaviour(refuse(FIRST, SECOND));
        await check();
        subjects.push(...(await agree(`block ${flap}`)).sent);
        shop.setBehaviour({});
        await check();
      }
      shop.setBehaviour({});
      await sync();
      subjects.push(...(await agree(`success ${flap}`)).sent);
      await passQuietTime(integrationId);
      subjects.push(...(await agree(`end ${flap}`)).sent);
    }
    expect(subjects.length).toBeLessThanOrEqual(2);
    expect(await inMerchant(scope.merchantId, (tx) => tx.incident.count({ where: { integrationId } }))).toBe(1);
  });

  it("while maintenance is announced during trouble and ended early, and while the shop is paused", async () => {
    const { scope, integrationId, shop, sync, check, agree } = await openShop();
    shop.setBehaviour(refuse(FIRST));
    await check();
    const { since } = (await agree("partly blocked")).story;
    await announceMaintenance(scope, { integrationId, until: new Date(Date.now() + 3_600_000) });
    expect((await agree("announced")).story.state).toBe("maintenance");
    await sync();
    expect((await agree("a sync in maintenance")).story.state).toBe("maintenance");
    await pauseSync(scope, { integrationId });
    expect((await agree("paused in maintenance")).story.state).toBe("paused");
    await resumeSync(scope, { integrationId });
    expect((await agree("resumed in maintenance")).story.state).toBe("maintenance");
    await endMaintenance(scope, { integrationId });
    expect((await agree("ended early")).story).toMatchObject({ state: "partial", since });
    await pauseSync(scope, { integrationId });
    expect((await agree("paused")).story.state).toBe("paused");
    await resumeSync(scope, { integrationId });
    expect((await agree("resumed")).story).toMatchObject({ state: "partial", since });
  });

  it("of a shop that was never connected", async () => {
    const { agree } = await connectShop({ credentials: null }).then(async (shop) => {
      const watched = await watch(shop);
      return { agree: (step: string) => expectAgreement(watched, step) };
    });
    expect(await agree("never connected")).toMatchObject({ story: { state: "not_connected" }, sent: [] });
  });

  it("while a key is replaced during an outage", async () => {
    const { scope, integrationId, shop, sync, check, agree } = await openShop();
    await replaceCredentials(scope, integrationId, WRONG_KEYS, shop.url);
    await agree("a wrong key is stored");
    await sync();
    await check();
    expect((await agree("the key is refused")).story).toMatchObject({ state: "down", step: { act: "replace_key" } });
    await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url);
    await agree("the right key is stored");
    await sync();
    await agree("a sync passed");
    await sync();
    await passQuietTime(integrationId);
    expect((await agree("the quiet time passed")).story.state).toBe("healthy");
  });

  it("while the hosting provider is asked, tests and answers", async () => {
    const { scope, integrationId, shop, check, agree } = await openShop();
    shop.setBehaviour(refuse(FIRST, SECOND));
    const checkId = await check();
    const blocked = await agree("blocked");
    expect(blocked.responsibility).toMatch(/can fix/);
    expect(blocked.story.step?.act).toBe("share_with_host");
    await inMerchant(scope.merchantId, (tx) => startCheck(tx, scope, integrationId, "schedule"));
    expect((await agree("another check waits")).story.step, "while a check runs").toEqual(blocked.story.step);
    const link = { locale: "de" as const, shownName: "Bloemen", days: 7 as const };
    const made = await createReport(scope, { integrationId, checkId, causeIndexes: [0], ...link });
    if (!made.ok) throw new Error(made.reason);
    expect((await agree("a link that was not shared")).responsibility).toMatch(/can fix/);
    await shareReport(scope, { integrationId, reportId: made.value.reportId, how: "link" });
    expect((await agree("shared")).story.step?.act).toBe("test_again");
    const found = await findReport(made.value.token, new Date());
    if (found.kind !== "open") throw new Error(found.kind);
    await countOpening(found.report, "de");
    await agree("opened");
    await answerReport(found.report, { kind: "need_more", text: "Which server?" });
    expect((await agree("answered")).story.step?.act).toBe("read_answer");
    await check();
    await agree("still blocked");
    await answerReport(found.report, { kind: "fixed", text: "Done." });
    expect((await agree("said to be fixed")).story.state, "words are no proof").toBe("down");
    shop.setBehaviour({});
    await check();
    await agree("it passes");
    await passQuietTime(integrationId);
    await agree("over");
  });

  it("after traffic left the one address that was blocked", async () => {
    const { integrationId, shop, check, agree } = await openShop();
    shop.setBehaviour(refuse(FIRST));
    await check();
    expect((await agree("partly blocked")).story.state).toBe("partial");
    const now = new Date();
    await inPlatform((tx) => tx.egressAddress.create({ data: { address: FIRST, liveAt: now, retiresAt: now } }));
    await check({ ...outside, egress: { ...outside.egress, addresses: [SECOND] } });
    expect((await agree("traffic left")).story.state).toBe("quiet");
    await passQuietTime(integrationId);
    expect((await agree("the quiet time passed")).story.state).toBe("healthy");
  });

  it("while trouble returns before the shop counts as healthy again", async () => {
    const { scope, integrationId, shop, sync, check, agree } = await openShop();
    shop.setBehaviour(refuse(FIRST, SECOND));
    await check();
    await agree("blocked");
    shop.setBehaviour({});
    await sync();
    await check();
    expect((await agree("it passes")).story.state).toBe("quiet");
    shop.setBehaviour(refuse(FIRST, SECOND));
    await check();
    expect((await agree("blocked again")).story.state).toBe("down");
    expect(await inMerchant(scope.merchantId, (tx) => tx.incident.count({ where: { integrationId } }))).toBe(1);
  });

  it("of each of two shops of a merchant", async () => {
    const first = await openShop();
    const second = await openShop(first.scope.merchantId);
    const agree = async (step: string) => [(await first.agree(step)).story.state, (await second.agree(step)).story.state];
    first.shop.setBehaviour(refuse(FIRST));
    await first.check();
    expect(await agree("one is partly blocked")).toEqual(["partial", "healthy"]);
    second.shop.setBehaviour(refuse(FIRST, SECOND));
    await second.check();
    expect(await agree("the other is blocked")).toEqual(["partial", "down"]);
    first.shop.setBehaviour({});
    await first.sync();
    await first.check();
    await first.sync();
    await passQuietTime(first.integrationId);
    expect(await agree("the first is healthy")).toEqual(["healthy", "down"]);
  });

  it("after whatever happens to a shop, in any order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...OCCURRENCES), { minLength: 8, maxLength: 12 }), async (names) => {
        const opened = await openShop();
        const done: string[] = [];
        for (const name of names) {
          await occur(opened, name);
          done.push(name);
          await opened.agree(done.join(" → "));
        }
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });
});

type Occurrence = (opened: Awaited<ReturnType<typeof openShop>>) => unknown;
const WRONG_KEYS = { consumerKey: `ck_${"0".repeat(40)}`, consumerSecret: `cs_${"0".repeat(40)}` };

const OCCURRENCE = {
  synced: ({ sync }) => sync(),
  checked: ({ check }) => check(),
  "one address is refused": ({ shop }) => shop.setBehaviour(refuse(FIRST)),
  "both addresses are refused": ({ shop }) => shop.setBehaviour(refuse(FIRST, SECOND)),
  "answers 503": ({ shop }) => shop.setBehaviour({ serverErrors: { next: 999, status: 503 } }),
  "refuses nothing": ({ shop }) => shop.setBehaviour({}),
  "maintenance announced": ({ scope, integrationId }) =>
    announceMaintenance(scope, { integrationId, until: new Date(Date.now() + 3_600_000) }),
  "maintenance ended": ({ scope, integrationId }) => endMaintenance(scope, { integrationId }),
  paused: ({ scope, integrationId }) => pauseSync(scope, { integrationId }),
  resumed: ({ scope, integrationId }) => resumeSync(scope, { integrationId }),
  "wrong key": ({ scope, integrationId, shop }) => replaceCredentials(scope, integrationId, WRONG_KEYS, shop.url),
  "right key": ({ scope, integrationId, shop }) => replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url),
  "two quiet hours": ({ integrationId }) => passQuietTime(integrationId),
} satisfies Record<string, Occurrence>;
const OCCURRENCES = Object.keys(OCCURRENCE) as (keyof typeof OCCURRENCE)[];
const occur = async (opened: Parameters<Occurrence>[0], name: keyof typeof OCCURRENCE): Promise<unknown> => OCCURRENCE[name](opened);
