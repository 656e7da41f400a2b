import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { tokenOf } from "@/app/api/v1/api-calls.fixture";
import type { Schemas } from "@/lib/api/client/client";
import { TOKEN_SCOPES, type TokenScope } from "@/lib/api/token-choices";
import { DAY_MS } from "@/lib/base/units";
import { executeCheck } from "@/lib/check/execute-check";
import { runCheck } from "@/lib/check/probe/check-shop";
import { retestCause } from "@/lib/check/probe/retest";
import { storeEndings } from "@/lib/health/endings/watch-endings";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { workOrderExports } from "@/lib/orders/export/work-exports";
import { listQuarantinedOrders } from "@/lib/sync/coverage-reads";
import { pauseSync, resumeSync } from "@/lib/sync/mutations";
import { dismissQuarantinedOrder } from "@/lib/sync/quarantine/mutations";
import { INCIDENTS_OF_LANES } from "@/lib/testing/incidents-of-lanes";
import { LOOPBACK, recentOrders, type SyncedShop, startSyncedShop, workOn } from "@/lib/testing/sync-shop";
import { buildCommandLine } from "@/scripts/cli/command-line.fixture";
import { startApi } from "@/scripts/cli/serve-api.fixture";

vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "https://mooring.test";
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
});

let api: string;
let commandLine: Awaited<ReturnType<typeof buildCommandLine>>;
beforeAll(async () => {
  [api, commandLine] = await Promise.all([startApi(), buildCommandLine()]);
});
afterAll(async () => {
  commandLine.remove();
  await closeQueue();
});

/** Commands with a token of this shop's merchant, which no output may contain. */
async function openFor(shop: SyncedShop, scopes: readonly TokenScope[] = TOKEN_SCOPES) {
  const token = await tokenOf(shop, scopes);
  return async (...args: string[]) => {
    const ended = await commandLine.run(args, { MOORING_URL: api, MOORING_TOKEN: token });
    expect(ended.out + ended.err).not.toContain(token);
    return ended;
  };
}

const WITHIN = { timeout: 60_000 };

/** The work of a worker: executes the sync that a command starts. */
async function workOnNextRun(shop: SyncedShop): Promise<void> {
  const find = () => inPlatform((tx) => tx.syncRun.findFirst({ where: { integrationId: shop.integrationId, status: "queued" } }));
  await workOn(shop, (await vi.waitUntil(find, WITHIN)).id);
}

async function workOnNextCheck({ scope, integrationId }: SyncedShop): Promise<void> {
  const find = () => inPlatform((tx) => tx.reachabilityCheck.findFirst({ where: { integrationId, status: "queued" } }));
  const { id: checkId } = await vi.waitUntil(find, WITHIN);
  const environment = { outside: LOOPBACK, signal: new AbortController().signal, engine: runCheck, retest: retestCause, again: null };
  await executeCheck(jobScope("check-shop", scope.merchantId), { integrationId, checkId }, environment);
}

const refreshAndWork = async (shop: SyncedShop, mooring: Awaited<ReturnType<typeof openFor>>, ...args: string[]) => {
  const [ended] = await Promise.all([mooring("refresh", shop.integrationId, "--wait", ...args), workOnNextRun(shop)]);
  return ended;
};

describe.concurrent("the command line", () => {
  it("lists shops, and status fails exactly while one needs action", async () => {
    const shop = await startSyncedShop(recentOrders(3));
    const mooring = await openFor(shop);
    const listed = await mooring("shops");
    expect(listed).toMatchObject({ exit: 0, err: "" });
    expect(listed.out).toMatch(/Bloemen +woocommerce/);
    const [entry] = JSON.parse((await mooring("shops", "--json")).out) as Schemas["Integration"][];
    expect(entry).toMatchObject({ id: shop.integrationId, shopSystem: "woocommerce" });
    expect((await mooring("status")).exit).toBe(0);
    await pauseSync(shop.scope, shop);
    expect((await mooring("status")).exit, "paused by a member").toBe(0);
    await resumeSync(shop.scope, shop);
    await inPlatform(async (tx) => {
      await tx.lane.updateMany({ where: { integrationId: shop.integrationId, lane: "orders_in" }, data: { state: "action_needed" } });
      await tx.$executeRawUnsafe(INCIDENTS_OF_LANES);
    });
    const all = await mooring("status");
    expect(all).toMatchObject({ exit: 1, err: "" });
    expect(all.out).toContain("Need action: 1.");
    const one = await mooring("status", "bloem", "--json");
    expect(one.exit).toBe(1);
    expect(JSON.parse(one.out)).toMatchObject({ id: shop.integrationId, lanes: { orders_in: { state: "action_needed" } } });
    await shop.shop.close();
  });

  it("refresh --wait succeeds only with a count that matches", async () => {
    const shop = await startSyncedShop(recentOrders(3));
    const mooring = await openFor(shop);
    const whole = await refreshAndWork(shop, mooring);
    expect(whole.exit).toBe(0);
    expect(whole.out).toContain("The shop has 3 orders, and 3 of them are imported.");

    const other = await startSyncedShop(recentOrders(4, 9), { merchantId: shop.scope.merchantId });
    other.shop.setBehaviour({ unlisted: [other.shop.shop.listOrders()[0]?.id ?? 0] });
    const partly = await refreshAndWork(other, mooring, "--json");
    expect(partly.exit).toBe(5);
    expect(JSON.parse(partly.out)).toMatchObject({ shopCount: 4, countCheck: { isComplete: false, unlisted: 1 } });
    await Promise.all([shop.shop.close(), other.shop.close()]);
  });

  it("refresh --wait says how many unreadable orders were dismissed, and accepts those alone", async () => {
    const shop = await startSyncedShop(recentOrders(3));
    const mooring = await openFor(shop);
    const [one, two] = shop.shop.shop.listOrders();
    shop.shop.setBehaviour({ breaksOn: [one?.id ?? 0, two?.id ?? 0] });
    const differs = await refreshAndWork(shop, mooring);
    expect(differs).toMatchObject({ exit: 5, out: expect.stringContaining("2 unreadable.") });
    const { entries } = await listQuarantinedOrders(shop.scope, shop.integrationId);
    for (const [place, { id }] of entries.entries()) {
      await dismissQuarantinedOrder(shop.scope, { integrationId: shop.integrationId, quarantinedId: id, reason: "A test order" });
      await inPlatform((tx) =>
        tx.syncRun.updateMany({ where: { integrationId: shop.integrationId }, data: { requestedAt: new Date(Date.now() - 600_000) } }),
      );
      const ended = await refreshAndWork(shop, mooring);
      expect(ended.out).toContain(`2 unreadable, of which ${place + 1} dismissed.`);
      expect(ended.exit).toBe(place === 0 ? 5 : 0);
    }
    await shop.shop.close();
  });

  it("a refresh that fails names the failure and what the shop's page says", async () => {
    const shop = await startSyncedShop(recentOrders(3));
    const mooring = await openFor(shop);
    await shop.shop.close();
    const failed = await refreshAndWork(shop, mooring);
    expect(failed.exit).toBe(1);
    expect(failed.out).toContain("failed: connection refused");
    expect(failed.err).not.toBe("");
  });

  it("a wait that is over says so and stops nothing", async () => {
    const shop = await startSyncedShop(recentOrders(1));
    const mooring = await openFor(shop);
    const over = await mooring("refresh", "Bloemen", "--wait", "--timeout", "1s", "--json");
    expect(over).toMatchObject({ exit: 6, out: "" });
    expect(JSON.parse(over.err)).toMatchObject({ error: { code: "time_over" } });
    expect(await inPlatform((tx) => tx.syncRun.count({ where: { integrationId: shop.integrationId, status: "queued" } }))).toBe(1);
    await shop.shop.close();
  });

  it("check --wait tells what is blocked, of a shop named by its address", async () => {
    const shop = await startSyncedShop(recentOrders(1));
    const mooring = await openFor(shop);
    shop.shop.setBehaviour({ blockedMethods: { methods: ["POST"] } });
    const [ended] = await Promise.all([mooring("check", shop.shop.url, "--wait"), workOnNextCheck(shop)]);
    expect(ended.exit).toBe(1);
    expect(ended.out).toContain("method blocked");
    expect(ended.out).toContain("only POST");
    await shop.shop.close();
  });

  it("maintenance is announced, listed and ended", async () => {
    const shop = await startSyncedShop(recentOrders(1));
    const mooring = await openFor(shop);
    const started = await mooring("maintenance", "start", "Bloemen", "--until", "30m", "--json");
    expect(started.exit).toBe(0);
    const { startsAt, endsAt } = JSON.parse(started.out) as Schemas["Maintenance"];
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBeGreaterThan(29 * 60_000);
    expect((await mooring("maintenance", "list", "Bloemen")).out).toContain("Night watch");
    expect(JSON.parse((await mooring("status", "Bloemen", "--json")).out)).toMatchObject({ story: { state: "maintenance" } });
    expect((await mooring("maintenance", "end", "Bloemen")).exit).toBe(0);
    expect((await mooring("maintenance", "list", "Bloemen")).out).toContain("No maintenance");
    const wrong = await mooring("maintenance", "start", "Bloemen", "--from", "2h", "--until", "1h");
    expect(wrong).toMatchObject({ exit: 2, out: "" });
    expect(wrong.err).toContain("endsAt: ends before it begins");
    await shop.shop.close();
  });

  it("an order is found where it is, and imported if it only had not arrived", async () => {
    const shop = await startSyncedShop(recentOrders(2));
    const mooring = await openFor(shop);
    const [order] = shop.shop.shop.listOrders();
    const found = await mooring("orders", "find", `${order?.number}`, "--shop", "Bloemen");
    expect(found.exit).toBe(0);
    expect(found.out).toContain("✓ Bloemen:");
    const missing = await mooring("orders", "find", "99999999", "--json");
    expect(missing.exit).toBe(1);
    expect(JSON.parse(missing.out)).toMatchObject({ data: [{ outcome: "not_in_shop" }], shopsNotAsked: 0 });
    await shop.shop.close();
  });

  it("orders export writes the file whole, or none", async () => {
    const shop = await startSyncedShop(recentOrders(3));
    const mooring = await openFor(shop);
    await refreshAndWork(shop, mooring);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-export-"));
    const file = path.join(folder, "orders.jsonl");
    const working = new AbortController();
    const worker = (async () => {
      while (!working.signal.aborted) if ((await workOrderExports(jobPlatformScope("test"))) === 0) await pause(100);
    })();
    const exported = await mooring("orders", "export", "Bloemen", file);
    expect(exported).toMatchObject({ exit: 0, out: expect.stringContaining("3 orders of Bloemen") });
    const lines = fs.readFileSync(file, "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).shop)).toEqual(["Bloemen", "Bloemen", "Bloemen"]);
    expect(fs.readdirSync(folder)).toEqual(["orders.jsonl"]);
    expect(await mooring("orders", "export", "Bloemen", path.join(folder, "orders.xls"))).toMatchObject({ exit: 2 });
    expect((await mooring("orders", "export", "Bloemen", path.join(folder, "no", "orders.csv"))).err).toContain("cannot be written");
    working.abort();
    await worker;
    fs.rmSync(folder, { recursive: true });
    await shop.shop.close();
  });

  it("a report needs something that a host can fix, and prints its link alone", async () => {
    const shop = await startSyncedShop(recentOrders(1));
    const mooring = await openFor(shop);
    expect(await mooring("report", "create", "Bloemen")).toMatchObject({
      exit: 1,
      out: "",
      err: expect.stringContaining("not checked yet"),
    });
    const validity = {
      names: ["shop.example"],
      validFrom: "2026-01-01T00:00:00.000Z",
      validTo: new Date(Date.now() + 12 * DAY_MS).toISOString(),
    };
    const leaf = { ...validity, subject: "shop.example", issuer: "R11", fingerprintSha256: "AA:01" };
    const details = { subject: leaf.subject, issuer: leaf.issuer, digest: leaf.fingerprintSha256, host: "shop.example", chain: [leaf] };
    const ending = { kind: "certificate" as const, endsAt: new Date(leaf.validTo), details };
    await storeEndings(shop.scope, shop.integrationId, { endings: [ending], unknown: [] }, new Date());
    const certificate = await mooring("report", "create", "Bloemen");
    expect(certificate).toMatchObject({ exit: 0, err: expect.stringContaining("certificate") });
    shop.shop.setBehaviour({ blockedMethods: { methods: ["POST"] } });
    await Promise.all([mooring("check", "Bloemen"), workOnNextCheck(shop)]);
    expect((await mooring("report", "create", "Bloemen", "--certificate")).err).toContain("certificate");
    const made = await mooring("report", "create", "Bloemen", "--language", "de", "--days", "7");
    expect(made.exit).toBe(0);
    expect(made.out).toMatch(/^https:\/\/mooring\.test\/r\/\S+\n$/);
    expect(made.err).toContain("method_blocked");
    expect((await mooring("report", "create", "Bloemen", "--days", "8")).exit).toBe(2);
    await shop.shop.close();
  });

  it("logs list the syncs of a shop, the newest last", async () => {
    const shop = await startSyncedShop(recentOrders(2));
    const mooring = await openFor(shop);
    await refreshAndWork(shop, mooring);
    const listed = await mooring("logs", "Bloemen");
    expect(listed).toMatchObject({ exit: 0, err: "" });
    expect(listed.out.trim().split("\n").at(-1)).toMatch(/^20\S+Z {2}refresh by Night watch {2}succeeded · 2 read, 2 new/);
    const lines = (await mooring("logs", "Bloemen", "--json")).out.trim().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ trigger: "refresh", shopCount: 2 });
    expect((await mooring("logs", "Bloemen", "-n", "0")).exit).toBe(2);
    await shop.shop.close();
  });

  it("our addresses need no token", async () => {
    const { exit, out } = await commandLine.run(["addresses", "--format", "nginx"], { MOORING_URL: api });
    expect(exit).toBe(0);
    expect(out).toMatch(/^(allow \S+;\n)*$/);
  });

  it("login tries the token, stores it for its owner only, and never shows it", async () => {
    const shop = await startSyncedShop(recentOrders(1));
    const token = await tokenOf(shop, TOKEN_SCOPES);
    const home = { XDG_CONFIG_HOME: path.join(commandLine.home, "ada") };
    const file = path.join(home.XDG_CONFIG_HOME, "mooring/credentials.json");
    const wrong = await commandLine.run(["login", "--url", api], home, "mooring_wrong\n");
    expect(wrong.exit).toBe(3);
    expect(fs.existsSync(file)).toBe(false);

    const stored = await commandLine.run(["login", "--url", `${api}/sign-in`], home, `${token}\n`);
    expect(stored.exit).toBe(0);
    expect(stored.out + stored.err).not.toContain(token);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect((await commandLine.run(["shops"], home)).out).toContain("Bloemen");
    // Another address does not get this token.
    expect(await commandLine.run(["shops", "--url", "http://127.0.0.1:9"], home)).toMatchObject({ exit: 2 });

    fs.chmodSync(file, 0o644);
    expect(await commandLine.run(["shops"], home)).toMatchObject({ exit: 2, err: expect.stringContaining("chmod 600") });
    expect(await commandLine.run(["logout"], home)).toMatchObject({ exit: 0, out: expect.stringContaining("is deleted") });
    expect(fs.existsSync(file)).toBe(false);
    expect(await commandLine.run(["logout"], home)).toMatchObject({ exit: 0, out: "No token is stored.\n" });
    await shop.shop.close();
  });

  it("a refused token and a missing scope are exit code 3, and name the scope", async () => {
    const shop = await startSyncedShop(recentOrders(1));
    const reader = await openFor(shop, []);
    expect(await reader("refresh", "Bloemen")).toMatchObject({ exit: 3, err: expect.stringContaining("scope: sync:write") });
    const unknown = await commandLine.run(["shops"], { MOORING_URL: api, MOORING_TOKEN: "mooring_unknown" });
    expect(unknown).toMatchObject({ exit: 3, out: "" });
    expect(await reader("check", "no such shop")).toMatchObject({ exit: 2, err: expect.stringContaining("no such shop") });
    await shop.shop.close();
  });
});
