import fs from "node:fs";
import { afterAll, afterEach, expect, it } from "vitest";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { getRun } from "@/lib/sync/data";
import { requestRefresh } from "@/lib/sync/mutations";
import type { RunView } from "@/lib/sync/past-runs/run-view";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { compareVersions, recentOrders, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";
import { endWorker, killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";

/** Orders per shop; `LARGE_SHOPS=100000` for the figures in docs/sync.md, one shop system at a time with `-t`. */
const ORDERS = Number(process.env["LARGE_SHOPS"] ?? 0);
const MEGABYTE = 1024;

/** Shopify's rate limit is not tested here. */
const GENEROUS: Behaviour = { graphBucket: { capacity: 1_000_000, restorePerSecond: 1_000_000 } };

const shops: SyncedShop[] = [];

afterEach(async () => {
  await killWorkers();
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

/** Resident memory of the process in megabytes. */
function memoryOf(pid: number | undefined): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / MEGABYTE;
}

const TICKS_A_SECOND = 100;

/** CPU seconds used by the process, which vary less than wall-clock time on a busy machine. */
function cpuOf(pid: number | undefined): number {
  const [, fields = ""] = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(/\) (.*)/s);
  const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) / TICKS_A_SECOND;
}

async function refresh({ scope, integrationId }: SyncedShop): Promise<string> {
  const requested = await requestRefresh(scope, { integrationId });
  if (!requested.ok) throw new Error(requested.reason.code);
  return requested.value.runId;
}

const runOf = async ({ scope }: SyncedShop, runId: string): Promise<RunView> => {
  const run = await getRun(scope, runId);
  if (!run) throw new Error("run not found");
  return run;
};

interface Import {
  connected: SyncedShop;
  count: number;
  runId: string;
  /** The run at the moment the worker was killed. */
  halted?: RunView;
}

async function startImport(shopSystem: ShopSystem, count: number): Promise<Import> {
  const connected = await startSyncedShop(recentOrders(count), { shopSystem });
  shops.push(connected);
  connected.shop.setBehaviour(GENEROUS);
  return { connected, count, runId: await refresh(connected) };
}

/** All four in one test, so that one killed worker suffices; separate tests when measuring. */
const SHOPS: readonly (readonly [ShopSystem, number])[][] =
  ORDERS > 0
    ? SHOP_SYSTEMS.map((shopSystem) => [[shopSystem, ORDERS] as const])
    : [
        [
          ["woocommerce", 3_000],
          ["magento", 2_500],
          ["prestashop", 1_000],
          ["shopify", 1_500],
        ],
      ];

it.each(SHOPS.map((some) => ({ names: some.map(([shopSystem]) => shopSystem).join(", "), some })))(
  "a large shop ($names) is imported completely despite a killed worker, with memory independent of its size",
  {
    timeout: 120_000 + ORDERS * 30,
  },
  async ({ names, some }) => {
    const patience = { timeout: 90_000 + ORDERS * 30, interval: 200 };
    const first = await startWorkerProcess();
    const startedAt = performance.now();
    const imports = await Promise.all(some.map(([shopSystem, count]) => startImport(shopSystem, count)));
    await Promise.all(
      imports.map(async ({ connected, count, runId }) => {
        await expect.poll(async () => (await runOf(connected, runId)).fetched, patience).toBeGreaterThan(count / 8);
        // The next page arrives after the kill.
        connected.shop.setBehaviour({ ...GENEROUS, delayMs: 60_000 });
      }),
    );
    await endWorker(first, "SIGKILL");
    for (const { connected } of imports) connected.shop.setBehaviour(GENEROUS);
    const killedAt = performance.now();
    for (const one of imports) {
      one.halted = await runOf(one.connected, one.runId);
      expect(one.halted.status).toBe("running");
      expect(one.halted.fetched).toBeLessThan(one.count);
    }

    const second = await startWorkerProcess();
    const cpuBefore = cpuOf(second.pid);
    const before = imports.reduce((sum, { halted }) => sum + (halted?.fetched ?? 0), 0);
    const memory: { fetched: number; megabytes: number }[] = [];
    let resumedAt = 0;
    const isDone = async (): Promise<boolean> => {
      const runs = await Promise.all(imports.map(({ connected, runId }) => runOf(connected, runId)));
      const fetched = runs.reduce((sum, run) => sum + run.fetched, 0);
      if (fetched > before) {
        resumedAt ||= performance.now();
        memory.push({ fetched, megabytes: memoryOf(second.pid) });
      }
      return runs.every(({ status }) => status !== "queued" && status !== "running");
    };
    await expect.poll(isDone, patience).toBe(true);
    const endedAt = performance.now();
    const cpu = cpuOf(second.pid) - cpuBefore;
    for (const { connected, count, runId } of imports) {
      const run = await runOf(connected, runId);
      expect(run).toMatchObject({ status: "succeeded", created: count, shopCount: count, ourCount: count, quarantined: 0 });
      // Only pages in flight when the first worker died were read twice.
      expect(run.fetched).toBeLessThan(count + 300);
      const { here, there } = await compareVersions(connected);
      expect(here).toEqual(there);
    }

    const all = memory.at(-1)?.fetched ?? 0;
    const most = (from: number, to: number): number =>
      Math.max(0, ...memory.filter(({ fetched }) => fetched >= from && fetched <= to).map(({ megabytes }) => megabytes));
    const middle = (before + all) / 2;
    expect(most(0, all)).toBeLessThan(400);
    // A short import ends before the memory of a new process has stabilized.
    if (ORDERS >= 20_000) expect(most(middle, all) - most(0, middle)).toBeLessThan(80);
    if (ORDERS > 0) {
      const seconds = (killedAt - startedAt + endedAt - resumedAt) / 1000;
      const figures = [
        `${names}: ${all} orders in ${seconds.toFixed(1)} s of work (${((endedAt - startedAt) / 1000).toFixed(1)} s with the kill)`,
        `${Math.round(all / seconds)} orders/s, ${Math.round((all - before) / cpu)} orders for each second that the worker had a core`,
        `memory at most ${most(0, middle).toFixed(0)} MB in the first half, ${most(middle, all).toFixed(0)} MB in the second`,
      ];
      process.stdout.write(`${figures.join(", ")}\n`);
    }
  },
);
