import { createHmac, randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Browser, test as base, expect, type Page } from "@playwright/test";
import pg from "pg";
import { signIn } from "@/e2e/support/test";
import { startTestStack, type TestStack } from "@/e2e/support/test-stack";
import { makeWebProcess, type WebProcess } from "@/e2e/support/web-process";
import type { SyncedShop } from "@/lib/testing/sync-shop";

// A web process is killed while it handles requests: what it acknowledged is stored, everything else is stored completely or not at all,
// and nothing twice. It runs next to the stack's own, on the same database and with the same worker.

const SECRETS = { NEXTAUTH_SECRET: randomBytes(32).toString("base64url"), CREDENTIALS_KEYS: `test:${randomBytes(32).toString("base64")}` };
/** Milliseconds from the clicks to the kill; finally, the kill follows the first acknowledged parcel and order. */
const DELAYS = [0, 20, 60, 200, "once heard"] as const;
const EVENTS = 8;
const LINES = 30;

/** Product code runs in this process, too, and reads the environment once: a worker-scoped fixture gives this file its own worker. */
const test = base.extend<object, { ownWorker: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  ownWorker: [({}, use) => use(undefined), { scope: "worker", auto: true }],
});

let stack: TestStack;
let web: WebProcess;
let connected: SyncedShop;
let secret: string;
let database: pg.Client;

const query = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => (await database.query(text, values)).rows;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  stack = await startTestStack({ ...SECRETS, PROBE_ALLOW_NETWORKS: "127.0.0.1/32" });
  web = await makeWebProcess({ ...SECRETS, DATABASE_URL: stack.runtimeUrl, DEMO_TARGETS: "", LOG_LEVEL: "error" });
  await web.start();
  database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  Object.assign(process.env, { ...SECRETS, DATABASE_URL: stack.runtimeUrl, LOG_LEVEL: "silent" });
  const { subscribeReactions } = await import("@/worker/reactions");
  subscribeReactions();
  const { recentOrders, startSyncedShop } = await import("@/lib/testing/sync-shop");
  const { makeWebhookSecret } = await import("@/lib/orders/tracking/webhook/mutations");
  const [merchant] = await query("select m.merchant_id from membership m join person p on p.id = m.person_id where p.email = $1 limit 1", [
    (await import("@/scripts/dev/demo-sign-ins.mjs")).DEMO_SIGN_INS.merchant.email,
  ]);
  const orders = recentOrders(60).map((order) => ({ ...order, status: "processing" as const }));
  connected = await startSyncedShop(orders, { merchantId: String(merchant?.["merchant_id"]) });
  await query("update integration set name = 'Killed in the midst' where id = $1", [connected.integrationId]);
  const made = await makeWebhookSecret(connected.scope, connected);
  if (!made.ok) throw new Error(made.reason);
  secret = made.value.secret;
});

test.afterAll(async () => {
  await web?.kill();
  await connected?.shop.close();
  await database?.end();
  const { closeQueue } = await import("@/lib/infra/jobs/enqueue");
  const { disconnect } = await import("@/lib/infra/db");
  await closeQueue();
  await disconnect();
  await stack?.stop();
});

async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: web.url, locale: "en-GB", timezoneId: "Europe/Amsterdam" });
  const page = await context.newPage();
  await signIn(page, "merchant");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

/** One delivery of the carrier platform. @returns the status, or null without a response */
async function tellParcel(event: { parcelId: number; order: string; number: string; at: number }): Promise<number | null> {
  const { parcelId, order, number, at } = event;
  const parcel = {
    id: parcelId,
    tracking_number: number,
    tracking_url: `https://tracking.example/${number}`,
    order_number: order,
    carrier: { code: "postnl" },
    status: { id: 3, message: "-" },
  };
  const body = JSON.stringify({ action: "parcel_status_changed", timestamp: at, parcel });
  const headers = {
    "content-type": "application/json",
    "sendcloud-signature": createHmac("sha256", secret).update(body).digest("hex"),
  };
  const address = `${web.url}/api/webhooks/sendcloud/${connected.integrationId}`;
  return fetch(address, { method: "POST", body, headers }).then(
    ({ status }) => status,
    () => null,
  );
}

/** One delivery of the shop's own webhook, which names an order. @returns the status, or null without a response */
async function nameOrder({ id, deliveryId }: { id: number; deliveryId: string }): Promise<number | null> {
  const webhook = [...connected.shop.shop.webhooks.values()].find(({ topic }) => topic === "order.updated");
  if (!webhook) throw new Error("the shop has no webhook");
  const body = JSON.stringify({ id });
  const headers = {
    "content-type": "application/json",
    "x-wc-webhook-topic": "order.updated",
    "x-wc-webhook-signature": createHmac("sha256", webhook.secret).update(body).digest("base64"),
    "x-wc-webhook-delivery-id": deliveryId,
  };
  return fetch(webhook.address, { method: "POST", body, headers }).then(
    ({ status }) => status,
    () => null,
  );
}

const numbersLike = async (pattern: string): Promise<string[]> => {
  const rows = await query("select tracking_number from shipment where integration_id = $1 and tracking_number like $2", [
    connected.integrationId,
    pattern,
  ]);
  return rows.map((row) => String(row["tracking_number"])).sort();
};

async function prepareImport(page: Page, name: string, orders: readonly string[]): Promise<void> {
  const { merchantId } = connected.scope;
  await page.goto(`/m/${merchantId}/orders/import`);
  await page.getByLabel("Shop").selectOption({ label: "Killed in the midst" });
  const lines = Array.from({ length: LINES }, (_, index) => `${orders[index]};DHL;${name}-${index}`);
  const buffer = Buffer.from(["Order;Carrier;Tracking number", ...lines].join("\n"));
  await page.getByLabel("CSV file").setInputFiles({ name: "p.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("button", { name: `Import ${LINES} parcels` }).waitFor();
}

/** Whether the response to the page's next click is complete. For Chromium, a body never ends if its process is killed. */
const heardWhole = (page: Page): Promise<boolean> =>
  page
    .waitForResponse((response) => response.request().method() === "POST", { timeout: 2_000 })
    .then(
      (response) => Promise.race([response.finished().then((error) => error === null), wait(2_000, false)]),
      () => false,
    );

const heard = (status: number | null): boolean => status === 200 || status === 202;

/** Resolves with the first acknowledgement. */
const firstHeard = (answers: readonly Promise<number | null>[]): Promise<unknown> =>
  Promise.any(answers.map((answer) => answer.then((status) => heard(status) || Promise.reject(new Error("no answer accepts it")))));

/** Waits for active runs, and skips the minimum interval of one minute between clicks. */
async function settleRuns(): Promise<void> {
  const open = "select count(*)::int as open from sync_run where integration_id = $1 and status not in ('succeeded', 'failed')";
  await expect.poll(async () => (await query(open, [connected.integrationId]))[0]?.["open"], { timeout: 60_000 }).toBe(0);
  await query("update sync_run set requested_at = requested_at - interval '2 minutes' where integration_id = $1", [
    connected.integrationId,
  ]);
}

test("a web process that is asked to stop exits despite an open event stream, whose client receives the next event", async ({
  browser,
}) => {
  const page = await openPage(browser);
  await page.goto(`/m/${connected.scope.merchantId}/integrations`);
  const live = page.getByText("Live", { exact: true });
  await expect(live.first()).toBeVisible();
  await web.stop();
  await expect(live.first()).toBeHidden();
  await web.start();
  await expect(live.first()).toBeVisible({ timeout: 30_000 });
  await page.context().close();
});

test("a web process killed during clicks, uploads and webhooks leaves nothing half-done, loses nothing it acknowledged, and duplicates nothing", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const { compareOrders, refreshNow } = await import("@/lib/testing/sync-shop");
  const { requestInstantOrders } = await import("@/lib/sync/webhooks/mutations");
  const { scope, integrationId, shop } = connected;
  await refreshNow(connected);
  expect(await requestInstantOrders(scope, { integrationId, appSecret: "" }, web.url)).toMatchObject({ ok: true });
  await expect
    .poll(async () => (await query("select state from shop_webhook where integration_id = $1", [integrationId]))[0]?.["state"], {
      timeout: 30_000,
    })
    .toBe("active");
  await shop.deliveriesEnded();

  // The shop sends no events itself; the scenario sends those that it counts.
  shop.shop.onEvent = () => {};
  const numbers = shop.shop.listOrders().map(({ number }) => number);
  const pages = await Promise.all([openPage(browser), openPage(browser)]);
  const [refreshPage, importPage] = pages as [Page, Page];
  const acknowledged = { events: 0, files: 0, refreshes: 0, hints: 0 };
  for (const [round, delay] of DELAYS.entries()) {
    await settleRuns();
    await Promise.all([
      refreshPage.goto(`/m/${scope.merchantId}/integrations/${integrationId}`),
      prepareImport(importPage, `CSV${round}`, numbers),
    ]);
    const runsBefore = await query("select id from sync_run where integration_id = $1", [integrationId]);
    const events = Array.from({ length: EVENTS }, (_, index) => ({
      parcelId: round * 100 + index + 1,
      order: numbers[index + 30] ?? "",
      number: `SC${round}-${index}`,
      at: Date.now(),
    }));
    const told = events.map(tellParcel);
    const edited = shop.shop.listOrders().slice(round * 5, round * 5 + 5);
    for (const { id } of edited) shop.shop.editOrder(id, (order) => (order.customerNote = `changed in round ${round}`));
    const deliveries = edited.map(({ id }) => ({ id, deliveryId: randomBytes(16).toString("hex") }));
    const named = deliveries.map(nameOrder);
    const refreshed = heardWhole(refreshPage);
    const imported = heardWhole(importPage);
    await Promise.all([
      refreshPage.getByRole("button", { name: "Refresh", exact: true }).first().dispatchEvent("click"),
      importPage.getByRole("button", { name: `Import ${LINES} parcels` }).dispatchEvent("click"),
    ]);
    await (delay === "once heard" ? Promise.all([firstHeard(told), firstHeard(named)]) : wait(delay));
    await web.kill();
    const [statuses, hints] = await Promise.all([Promise.all(told), Promise.all(named)]);
    const [isRefreshed, isImported] = await Promise.all([refreshed, imported]);

    // What was acknowledged is stored.
    const kept = await numbersLike(`SC${round}-%`);
    for (const [index, status] of statuses.entries()) if (heard(status)) expect(kept).toContain(`SC${round}-${index}`);
    acknowledged.events += statuses.filter(heard).length;
    const taken = await query("select delivery_id from shop_webhook_delivery where integration_id = $1", [integrationId]);
    const takenIds = taken.map((row) => row["delivery_id"]);
    for (const [index, status] of hints.entries()) if (heard(status)) expect(takenIds).toContain(deliveries[index]?.deliveryId);
    acknowledged.hints += hints.filter(heard).length;
    // A file is stored completely or not at all.
    const lines = (await numbersLike(`CSV${round}-%`)).length;
    expect([0, LINES]).toContain(lines);
    if (isImported) expect(lines).toBe(LINES);
    acknowledged.files += Number(isImported);
    // A click results in a run with its audit event and job, or in nothing.
    const runs = await query("select id, status from sync_run where integration_id = $1 and trigger = 'refresh' and not (id = any($2))", [
      integrationId,
      runsBefore.map(({ id }) => id),
    ]);
    expect(runs.length).toBeLessThanOrEqual(1);
    if (isRefreshed) expect(runs).toHaveLength(1);
    acknowledged.refreshes += Number(isRefreshed);
    for (const { id } of runs)
      expect(
        await query("select 1 from audit_event where integration_id = $1 and action = 'refresh_requested' and details->>'runId' = $2", [
          integrationId,
          id,
        ]),
      ).toHaveLength(1);

    await web.start();
    // Senders retry deliveries that were not accepted, and some that were.
    const again = await Promise.all(events.map(tellParcel));
    expect(again.every(heard)).toBe(true);
    expect((await Promise.all(deliveries.map(nameOrder))).every(heard)).toBe(true);
    // Without a click, an announced order is fetched.
    for (const { id } of edited) {
      const record = "select raw->>'customer_note' as note from shop_order where integration_id = $1 and external_id = $2";
      await expect
        .poll(async () => (await query(record, [integrationId, `${id}`]))[0]?.["note"], { timeout: 60_000 })
        .toBe(`changed in round ${round}`);
    }
    if (!isImported) {
      await prepareImport(importPage, `CSV${round}`, numbers);
      await importPage.getByRole("button", { name: `Import ${LINES} parcels` }).click();
      await expect(importPage.locator("main")).toContainText(/parcels (recorded\.|were already recorded)/);
    }
    expect((await numbersLike(`SC${round}-%`)).length).toBe(EVENTS);
    expect((await numbersLike(`CSV${round}-%`)).length).toBe(LINES);
  }
  // Both outcomes occurred: some requests were acknowledged, some were not.
  expect(acknowledged.events).toBeGreaterThan(0);
  expect(acknowledged.events).toBeLessThan(EVENTS * DELAYS.length);
  expect(acknowledged.hints).toBeGreaterThan(0);

  await settleRuns();
  await expect
    .poll(
      async () =>
        (await query("select count(*)::int as open from shipment where integration_id = $1 and status <> 'sent'", [integrationId]))[0]?.[
          "open"
        ],
      { timeout: 120_000 },
    )
    .toBe(0);
  await settleRuns();
  await refreshPage.goto(`/m/${scope.merchantId}/integrations/${integrationId}`);
  await refreshPage.getByRole("button", { name: "Refresh", exact: true }).first().click();
  await expect
    .poll(
      async () => {
        const { here, there } = await compareOrders(connected);
        return here.length === there.length && here.every((line, index) => line === there[index]);
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  await settleRuns();
  const notes = shop.shop
    .listOrders()
    .flatMap((order) => order.notes.filter(({ forCustomer }) => forCustomer).map(({ text }) => text.split(/[\s:]+/)[1]));
  expect(notes).toHaveLength(new Set(notes).size);
  expect(notes).toHaveLength((EVENTS + LINES) * DELAYS.length);
});
