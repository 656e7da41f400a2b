import { test as base, expect, type Page } from "@playwright/test";
import pg from "pg";
import { addOwner, type Cluster, startCluster } from "@/e2e/support/cluster";
import type { SyncedShop } from "@/lib/testing/sync-shop";
import { endWorker, killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";

// Two web processes and three workers behind HAProxy and PgBouncer. Each is killed once, PostgreSQL restarts during syncs, and connections
// with LISTEN lose their packets: nothing is lost or duplicated, and an open page recovers by itself. If its process is killed during a
// response, Next may reload the page; either way it ends up live and up to date.

const SHOPS = 6;
const ORDERS = 160;
const PASSWORD = "correct horse battery staple 42";

/** Product code runs in this process, too, and reads the environment once: a worker-scoped fixture gives this file its own worker. */
const test = base.extend<object, { ownWorker: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  ownWorker: [({}, use) => use(undefined), { scope: "worker", auto: true }],
});

let cluster: Cluster;
let owner: { merchantId: string; email: string };
const shops: SyncedShop[] = [];

test.beforeAll(async () => {
  test.setTimeout(120_000);
  cluster = await startCluster();
  owner = await addOwner(PASSWORD);
  const { recentOrders, startSyncedShop } = await import("@/lib/testing/sync-shop");
  for (let seed = 1; seed <= SHOPS; seed += 1) {
    const orders = recentOrders(ORDERS, seed).map((order) => ({ ...order, status: "processing" as const }));
    shops.push(await startSyncedShop(orders, { merchantId: owner.merchantId }));
  }
});

test.afterAll(async () => {
  await killWorkers();
  await Promise.all(shops.map(({ shop }) => shop.close()));
  const { closeQueue } = await import("@/lib/infra/jobs/enqueue");
  const { disconnect } = await import("@/lib/infra/db");
  await closeQueue();
  await disconnect();
  await cluster?.stop();
});

/** Runs each statement on its own connection and retries it, since PostgreSQL restarts. */
async function query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  let rows: Record<string, unknown>[] = [];
  await expect(async () => {
    const client = new pg.Client({ connectionString: cluster.databaseUrl });
    client.on("error", () => {});
    await client.connect();
    rows = (await client.query(text, values).finally(() => client.end())).rows;
  }).toPass({ timeout: 30_000 });
  return rows;
}

const countOrders = async (): Promise<number> => Number((await query("select count(*) as n from shop_order"))[0]?.["n"]);

/** Renames a shop as another user would, and resolves when the open page shows it. */
async function hearsNews(page: Page, name: string, timeout: number): Promise<void> {
  const id = shops[0]?.integrationId;
  await query("update integration set name = $2 where id = $1", [id, name]);
  await query(
    "select pg_notify('mooring_live', json_build_object('kind', 'integration', 'merchantId', merchant_id, 'integrationId', id)::text) from integration where id = $1",
    [id],
  );
  await expect(page.getByText(name).first()).toBeVisible({ timeout });
}

async function refreshAll(): Promise<void> {
  const { clearRefreshLimits } = await import("@/lib/testing/sync-shop");
  const { requestRefresh } = await import("@/lib/sync/mutations");
  for (const connected of shops)
    await expect(async () => {
      await clearRefreshLimits(connected);
      expect(await requestRefresh(connected.scope, connected)).toMatchObject({ ok: true });
    }).toPass({ timeout: 30_000 });
}

const noneOpen = (): Promise<void> =>
  expect
    .poll(async () => (await query("select count(*)::int as n from sync_run where status not in ('succeeded', 'failed')"))[0]?.["n"], {
      timeout: 60_000,
    })
    .toBe(0);

test("with each process killed once, PostgreSQL restarted during syncs and packets dropped under LISTEN, nothing is lost or duplicated, and the open page recovers", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { storedOrders, compareOrders } = await import("@/lib/testing/sync-shop");
  const { markShipped } = await import("@/lib/orders/tracking/outbox/mutations");
  const context = await browser.newContext({ baseURL: cluster.url, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator('input[name="email"]').fill(owner.email);
  await page.locator('input[name="password"]').fill(PASSWORD);
  await page.locator('form:has(input[name="email"]) button[type="submit"]').click();
  await page.waitForURL(/\/m\/[^/]+/);
  await page.goto(`/m/${owner.merchantId}/integrations`);
  const live = page.getByText("Live", { exact: true });
  await expect(live).toBeVisible();
  const slowDown = (delayMs: number): void => {
    for (const { shop } of shops) shop.setBehaviour({ delayMs, shrinkPagesTo: 20 });
  };
  await test.step("workers are killed during syncs, and others take over", async () => {
    await Promise.all(cluster.workers.map(() => startWorkerProcess()));
    slowDown(40);
    await refreshAll();
    await expect.poll(countOrders, { timeout: 30_000, intervals: [50] }).toBeGreaterThan(0);
    // Syncs must last until PostgreSQL has restarted.
    slowDown(5_000);
    for (const worker of cluster.workers) await endWorker(worker, "SIGKILL");
  });
  await test.step("PostgreSQL restarts during syncs", async () => {
    await cluster.restartPostgres();
    expect(await countOrders()).toBeLessThan(SHOPS * ORDERS);
    slowDown(0);
    await hearsNews(page, "After the restart", 20_000);
    await noneOpen();
    expect(await countOrders()).toBe(SHOPS * ORDERS);
  });
  const parcels: string[] = [];
  await test.step("web processes are killed one after another", async () => {
    for (const [index, web] of cluster.webs.entries()) {
      await web.kill();
      await hearsNews(page, `Without process ${index}`, 20_000);
      await web.start();
    }
  });
  await test.step("packets are dropped under LISTEN and the queue", async () => {
    cluster.dropPackets();
    for (const { scope, integrationId } of shops) {
      const [order] = await storedOrders({ scope, integrationId });
      const trackingNumber = `JJD${integrationId}`;
      parcels.push(trackingNumber);
      await markShipped(scope, { orderId: order?.id ?? "", carrier: "DHL", trackingNumber, trackingUrl: null });
    }
    await hearsNews(page, "After the silence", 15_000);
  });
  await test.step("shops and database hold the same orders, each once", async () => {
    await expect
      .poll(async () => (await query("select count(*)::int as n from shipment where status <> 'sent'"))[0]?.["n"], { timeout: 60_000 })
      .toBe(0);
    await refreshAll();
    await noneOpen();
    for (const connected of shops) {
      const { here, there } = await compareOrders(connected);
      expect(here).toEqual(there);
      const notes = connected.shop.shop.listOrders().flatMap((order) => order.notes.filter(({ forCustomer }) => forCustomer));
      expect(notes.map(({ text }) => parcels.filter((parcel) => text.includes(parcel)).length)).toEqual([1]);
    }
    const runs = await query("select integration_id, count(*)::int as n from sync_run where status = 'succeeded' group by 1");
    expect(runs).toHaveLength(SHOPS);
  });
  await expect(live).toBeVisible();
  await context.close();
});
