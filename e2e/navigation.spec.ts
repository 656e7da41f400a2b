import pg from "pg";
import { holdScripts } from "@/e2e/support/hold-scripts";
import { expect, test } from "@/e2e/support/test";
import { throttleAgain } from "@/e2e/support/throttled-shop";

const SLOW_MS = 900;

test("a link navigates on the client and shows the skeleton of the next page at once", async ({ openAs, product }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible(); // hydrated
  await page
    .getByRole("link", { name: /^Help & support/ })
    .first()
    .press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  let documents = 0;
  page.on("request", (request) => {
    if (request.resourceType() === "document") documents += 1;
  });
  const devtools = await page.context().newCDPSession(page);
  const network = { latency: SLOW_MS, downloadThroughput: -1, uploadThroughput: -1 };
  await devtools.send("Network.emulateNetworkConditions", { ...network, offline: false });
  // Block the content.
  const holder = new pg.Client({ connectionString: product.databaseUrl });
  await holder.connect();
  await holder.query("begin");
  await holder.query("lock table support_thread in access exclusive mode");
  await page.getByRole("navigation", { name: "Help & support" }).getByRole("link", { name: "Support", exact: true }).press("Enter");
  await expect(page.locator('main [aria-busy="true"]')).toBeVisible();
  await holder.end();
  await expect(page.getByRole("heading", { level: 1, name: "Support" })).toBeVisible();
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
  expect(documents).toBe(0);
});

test("going back needs no network", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible(); // hydrated
  await page
    .getByRole("link", { name: /^Help & support/ })
    .first()
    .press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  await page.context().setOffline(true);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("the frame of a page shows while its content loads; a page that does not exist answers 404", async ({ openAs, query, product }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.waitForURL(/\/m\/[^/]+$/);
  const { pathname: base } = new URL(page.url());
  const holder = new pg.Client({ connectionString: product.databaseUrl });
  await holder.connect();
  await holder.query("begin");
  await holder.query("lock table shop_order in access exclusive mode");
  await page.goto(`${base}/orders`, { waitUntil: "commit" });
  await expect(page.getByRole("link", { name: "Orders", exact: true }).first()).toBeVisible();
  await expect(page.locator('main [aria-busy="true"]')).toBeVisible();
  await holder.end();
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
  const unknown = "01930000-0000-7000-8000-00000000dead";
  const [shop] = await query("select id from integration where merchant_id <> $1 limit 1", [base.split("/").at(-1)]);
  for (const path of [
    `${base}/integrations/${unknown}`,
    `${base}/integrations/${shop?.["id"]}`,
    `${base}/integrations/connect/${unknown}`,
    `${base}/orders/${unknown}`,
    `${base}/support/${unknown}`,
    `/m/${unknown}`,
    `/m/${unknown}/orders`,
    `/support/merchants/${unknown}`,
    `/r/${unknown}`,
  ])
    expect((await page.request.get(path)).status(), path).toBe(404);
  const staff = await openAs("support");
  for (const path of [`/support/merchants/${unknown}`, `/support/threads/${unknown}/${unknown}`, `/support/fleet/jobs/${unknown}`])
    expect((await staff.request.get(path)).status(), path).toBe(404);
});

test("live updates during a change of filters do not hold it back", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.waitForURL(/\/m\/[^/]+$/);
  const merchantId = page.url().split("/").at(-1);
  await page.goto(`/m/${merchantId}/orders`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const asked: (() => void)[] = [];
  await page.route(/\/orders\?/, async (route) => {
    if (route.request().headers()["rsc"] === "1") await new Promise<void>((done) => asked.push(done));
    await route.continue();
  });
  await page.getByLabel("Search orders").fill("nobodyhasthisname");
  await page.keyboard.press("Enter");
  await expect.poll(() => asked.length).toBe(1);
  // The bell's count increases, for which the whole page would re-render.
  const [shop] = await query("select id from integration where merchant_id = $1 limit 1", [merchantId]);
  const [note] = await query(
    "insert into notification (id, merchant_id, integration_id, kind, params) values (gen_random_uuid(), $1, $2, 'recovered', '{}') returning id",
    [merchantId, shop?.["id"]],
  );
  const heard = page.waitForEvent("requestfinished", (request) => request.url().includes("/api/orders/news"));
  await query("select pg_notify('mooring_live', json_build_object('kind', 'note', 'merchantId', $1::text)::text)", [merchantId]);
  await heard;
  // The page processes the event in one of its next tasks.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const goOn = setInterval(() => asked.shift()?.(), 20);
  await expect(page.getByRole("heading", { name: "No order matches" })).toBeVisible();
  clearInterval(goOn);
  await query("delete from notification where id = $1", [note?.["id"]]);
});

test("a button that needs scripts is disabled until they run", async ({ openAs, query }) => {
  const { merchantId, integrationId } = await throttleAgain(query);
  const page = await openAs("merchant");
  const scripts = await holdScripts(page);
  for (const [address, name, outcome] of [
    [`/m/${merchantId}/orders`, /^Search/, page.getByRole("dialog", { name: "Search and commands" }).getByRole("combobox")],
    [`/m/${merchantId}/integrations/${integrationId}`, "Refresh", page.getByText("healthy again")],
  ] as const) {
    scripts.hold();
    await page.goto(address, { waitUntil: "commit" });
    const button = page.getByRole("button", { name }).first();
    await expect(button).toBeDisabled();
    scripts.release();
    await button.click();
    await expect(outcome.first()).toBeVisible({ timeout: 30_000 });
  }
});

test("links keep the browser's behaviour: Ctrl or the middle button opens another tab", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const here = page.url();
  for (const how of [{ modifiers: ["ControlOrMeta" as const] }, { button: "middle" as const }]) {
    const opened = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Orders", exact: true }).first().click(how);
    const tab = await opened;
    await expect(tab).toHaveURL(/\/orders$/);
    await tab.close();
    expect(page.url()).toBe(here);
  }
});

test("on a slow network a clicked link responds at once, until its page arrives", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  let release = (): void => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route(/_rsc=/, async (route) => {
    await held;
    await route.fallback();
  });
  const going = page.locator(".link-pending");
  await expect(going).toHaveCount(0);
  await page
    .getByRole("link", { name: /^Help & support/ })
    .first()
    .click();
  await expect(going).toBeVisible();
  release();
  await expect(page.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  await expect(going).toHaveCount(0);
});

test("a fix for other server software loads on request, at its own URL", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Tuin & Pot'");
  const page = await openAs("merchant");
  await expect(async () => {
    await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}/diagnosis`);
    await expect(page.getByText("Other software", { exact: false }).first()).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.getByText("Other software", { exact: false }).first().click();
  await page.getByRole("link", { name: "HAProxy", exact: true }).first().click();
  await expect(page).toHaveURL(/\?fix=0\./);
  await expect(page.getByRole("heading", { level: 5, name: "HAProxy" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 5, name: "HAProxy" })).toBeVisible();
});
