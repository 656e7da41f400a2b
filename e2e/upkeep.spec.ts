import { createHmac } from "node:crypto";
import fs from "node:fs/promises";
import type { Page } from "@playwright/test";
import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/shops-as-found";
import { chooseLanguage } from "@/e2e/support/test";
import { openIntegration, openSettings, openTab } from "@/e2e/support/throttled-shop";
import { DEMO_SHOPS } from "@/lib/testing/demo-shops";

type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

const HEALTHY = DEMO_SHOPS.find(({ lanes }) => lanes.orders_in.state === "regular" && lanes.tracking_out.state === "regular");
const NAME = HEALTHY?.name ?? "";

/** The healthy shop, without scheduled syncs that could interfere. */
async function quietShop(query: Query): Promise<string> {
  const [shop] = await query("select id from integration where name = $1", [NAME]);
  const id = String(shop?.["id"]);
  await query("update lane set next_sync_at = now() + interval '3 hours' where integration_id = $1 and lane = 'orders_in'", [id]);
  await query("update sync_run set requested_at = requested_at - interval '10 minutes' where integration_id = $1", [id]);
  return id;
}

/** Opens one of the collapsed sections. */
async function unfold(page: Page, id: string): Promise<ReturnType<Page["locator"]>> {
  const section = page.locator(`#${id}`);
  // The section may move while parts above it are loading, so a missed click is repeated.
  await expect(async () => {
    await section.locator("summary").first().click();
    await expect(section).toHaveAttribute("open", { timeout: 1000 });
  }).toPass();
  return section;
}

const inGerman = { viewport: { width: 360, height: 740 }, locale: "de-DE", colorScheme: "dark" } as const;

test("a merchant re-imports the orders of chosen days: both counts first, then progress, then a matching result", async ({
  openAs,
  query,
}) => {
  const id = await quietShop(query);
  const lost = await query(
    `delete from shop_order where id in (select id from shop_order where integration_id = $1 and modified_at > now() - interval '20 days'
       and modified_at < now() - interval '2 days' and not exists (select 1 from shipment s where s.order_id = shop_order.id) limit 3) returning external_id`,
    [id],
  );
  expect(lost).toHaveLength(3);
  const page = await openAs("merchant");
  await openIntegration(page, query, NAME);
  await openTab(page, "sync");
  const section = await unfold(page, "backfill");
  const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  await section.getByLabel("Changed from").fill(day(25));
  await section.getByLabel("to (inclusive)").fill(day(1));
  await section.getByRole("button", { name: "Count first" }).click();
  const counted = section.getByText(/\d+ in your shop, \d+ of them already here/);
  await expect(counted).toBeVisible();
  const [inShop = 0, here = 0] = ((await counted.textContent()) ?? "").match(/\d+/g)?.map(Number) ?? [];
  // An order that has since been sent a parcel still counts here by its old day, so the counts differ by three less such orders.
  expect(inShop - here).toBeGreaterThan(0);
  expect(inShop - here).toBeLessThanOrEqual(lost.length);
  expect(await findFaults(page)).toEqual([]);
  await section.getByRole("button", { name: `Re-import ${inShop} orders` }).click();
  await expect(page.locator("main")).toContainText("Re-import");
  await expect(section).toContainText(new RegExp(`done ?${inShop} in your shop, ${inShop} here, \\d+ new`), { timeout: 30_000 });
  const foundAgain = await query("select external_id from shop_order where integration_id = $1 and external_id = any($2)", [
    id,
    lost.map((order) => order["external_id"]),
  ]);
  expect(foundAgain).toHaveLength(lost.length);
  // Customers keep buying: the run also fetches orders that arrived meanwhile, and its receipt counts them as new.
  const [run] = await query(
    `select status, shop_count, our_count, created, (select count(*)::int from shop_order o where o.integration_id = sync_run.integration_id
       and o.first_seen_at >= sync_run.requested_at) first_seen from sync_run where integration_id = $1 and trigger = 'backfill'`,
    [id],
  );
  expect(run).toMatchObject({ status: "succeeded", shop_count: inShop, our_count: inShop, created: run?.["first_seen"] });
  await expect(section).toContainText(`here, ${run?.["created"]} new`);
});

test("maintenance is planned ahead, pauses the shop until its end, is ended by Refresh, and can be cancelled", async ({
  openAs,
  query,
}) => {
  await quietShop(query);
  const page = await openAs("merchant");
  await openIntegration(page, query, NAME);
  await openSettings(page, "maintenance");
  const section = page.locator("#maintenance");
  const typed = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16);
  await section.getByLabel("Time zone").selectOption("UTC");
  await section.getByLabel("From").fill(typed(-1));
  await section.getByLabel("To", { exact: true }).fill(typed(-2));
  await section.getByRole("button", { name: "Plan maintenance" }).click();
  await expect(section).toContainText("It must end after it starts.");
  await section.getByLabel("To", { exact: true }).fill(typed(90));
  await section.getByRole("button", { name: "Plan maintenance" }).click();
  await expect(section).toContainText("in progress");
  await expect(page.locator("main")).toContainText(/In maintenance since .*announced by .* until/);
  expect(await findFaults(page)).toEqual([]);

  await page.getByRole("button", { name: "Refresh", exact: true }).first().click();
  await expect(page.locator("main")).toContainText("healthy again", { timeout: 30_000 });
  await expect(page.locator("main").getByText(/In maintenance since/)).toHaveCount(0);
  await section.getByRole("button", { name: "End now" }).click();
  await expect(section).toContainText("No maintenance is planned.");

  await section.getByLabel("From").fill(typed(600));
  await section.getByLabel("To", { exact: true }).fill(typed(660));
  await section.getByRole("button", { name: "Plan maintenance" }).click();
  await expect(section.getByRole("listitem")).toContainText("to");
  await section.getByRole("button", { name: "Cancel" }).click();
  await expect(section).toContainText("No maintenance is planned.");
  await expect(section, "what was said before is taken back").not.toContainText("Planned.");
  // The clicked button disappeared with its window: the outcome is announced anyway, and the focus stays in the section.
  await expect(section.getByText("Cancelled.", { exact: true })).toBeVisible();
  await expect(section.locator(":focus")).toHaveCount(1);

  // The second half of a double click must hit the button, not the page behind it.
  await page.getByRole("button", { name: "Check now" }).dblclick();
  await expect(page.getByRole("button", { name: "Check now" })).toBeFocused();
});

test("a deploy script announces maintenance with the lines shown once: in German, dark, on a phone", async ({
  openAs,
  product,
  query,
  request,
}) => {
  await quietShop(query);
  const page = await openAs("merchant", inGerman);
  await chooseLanguage(page, product, "de");
  await openIntegration(page, query, NAME);
  await openSettings(page, "maintenance");
  const section = page.locator("#maintenance");
  await section.getByRole("button", { name: "Token erstellen" }).click();
  await expect(section).toContainText("Sie werden nur dieses eine Mal gezeigt");
  expect(await findFaults(page)).toEqual([]);
  const lines = await section.locator("pre").allTextContents();
  const [start = "", end = ""] = lines.map((line) => /"(http[^"]+)"/.exec(line)?.[1] ?? "");
  const headers = { authorization: /"Authorization: ([^"]+)"/.exec(lines[0] ?? "")?.[1] ?? "" };
  expect(start).toBe(`${new URL(product.url).origin}/api/maintenance/start?minutes=30`);
  expect((await request.post(start, { headers })).status()).toBe(204);
  await expect(page.locator("main")).toContainText(/in Wartung/);
  expect((await request.post(end, { headers })).status()).toBe(204);
  await expect(page.locator("main").getByText(/Seit .* in Wartung/)).toHaveCount(0);
  await page.reload();
  const again = page.locator("#maintenance");
  await expect(again.locator("pre")).toHaveCount(0);
  await again.getByRole("button", { name: "Zurückziehen" }).click();
  // Irreversible actions take more than one click.
  const sure = again.getByRole("button", { name: "Bestätigen: Zurückziehen" });
  await expect(sure).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await sure.click();
  await expect(again).toContainText("Zurückgezogen");
  await expect(again.getByRole("button", { name: "Token erstellen" })).toBeFocused();
  expect((await request.post(start, { headers })).status()).toBe(404);
});

test("the Sendcloud webhook is set up on the page: the secret shown once, the URL to paste, and the last delivery", async ({
  openAs,
  product,
  query,
  request,
}) => {
  const id = await quietShop(query);
  const page = await openAs("merchant");
  await openIntegration(page, query, NAME);
  await openSettings(page, "tracking");
  const section = page.locator("#webhook");
  await section.getByRole("button", { name: "Set up" }).click();
  await expect(section).toContainText("it is shown only once");
  const [address = "", secret = ""] = await section.locator("pre").allTextContents();
  expect(address).toBe(`${new URL(product.url).origin}/api/webhooks/sendcloud/${id}`);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(await findFaults(page)).toEqual([]);
  const body = JSON.stringify({ action: "integration_connected", timestamp: Date.now() });
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const sent = await request.post(address, {
    data: body,
    headers: { "content-type": "application/json", "sendcloud-signature": signature },
  });
  expect(sent.status()).toBe(200);
  await page.reload();
  const again = page.locator("#webhook");
  await expect(again).toContainText("Last delivery");
  await expect(again).not.toContainText(secret);
  await again.getByRole("button", { name: "Switch off" }).click();
  await page.keyboard.press("Tab");
  await expect(again.getByRole("button", { name: "Confirm: Switch off" }), "leaving takes the question back").toHaveCount(0);
  await again.getByRole("button", { name: "Switch off" }).click();
  await again.getByRole("button", { name: "Confirm: Switch off" }).click();
  await expect(again).toContainText("Deliveries from Sendcloud now get a 404");
  await expect(again.getByRole("button", { name: "Set up" })).toBeFocused();
  expect((await request.post(address, { data: body, headers: { "sendcloud-signature": signature } })).status()).toBe(404);
});

test("the orders of the list are exported as a file that a spreadsheet opens", async ({ openAs, query }) => {
  const id = await quietShop(query);
  const page = await openAs("merchant");
  await openIntegration(page, query, NAME);
  await page.goto(`${new URL(page.url()).pathname.split("/integrations")[0]}/orders?shop=${id}&status=completed`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save as CSV" }).click()]);
  const text = await fs.readFile(await download.path(), "utf8");
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const [{ count } = { count: 0 }] = await query(
    "select count(*)::int as count from shop_order where integration_id = $1 and status = 'completed'",
    [id],
  );
  const lines = text.trimEnd().split("\r\n");
  expect(lines[0]).toContain("Order,Shop,Status");
  expect(lines).toHaveLength(Number(count) + 1);
  for (const line of lines.slice(1)) expect(line).toContain(`,${NAME},Completed,`);
  const [written] = await query("select details from audit_event where action = 'orders_exported' order by at desc limit 1");
  expect(JSON.stringify(written?.["details"])).toContain("status=completed");
});

test("the lane cards report a silence, parcels not sent and the POST fallback, each with its action", async ({ openAs, query }) => {
  const id = await quietShop(query);
  const [order] = await query(
    "select merchant_id, id, placed_at from shop_order where integration_id = $1 and status = 'processing' order by placed_at desc limit 1",
    [id],
  );
  await query(
    `insert into silence (merchant_id, integration_id, since, asked_at, expected, run_id, verdict, shop_count, settled_at)
     select merchant_id, id, last_order_at, now(), 12.2, gen_random_uuid(), 'quiet', 321, now() from integration where id = $1`,
    [id],
  );
  await query(
    `insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, source, recorded_by, status, attempts, failure)
     values ($1, gen_random_uuid(), $2, $3, 'DHL', 'UPKEEP1', 'form', '{"kind":"job","job":"test"}', 'failed', 20, 'blocked')`,
    [order?.["merchant_id"], id, order?.["id"]],
  );
  await query("update integration set method_fallback = true where id = $1", [id]);
  const page = await openAs("merchant");
  await openIntegration(page, query, NAME);
  const orders = page.getByRole("region", { name: "Order import", exact: true });
  await expect(orders).toContainText("about 12 orders would be usual by now");
  await expect(orders).toContainText("Quiet, but complete: your shop has 321 orders");
  const tracking = page.getByRole("region", { name: "Tracking sync", exact: true });
  await expect(tracking).toContainText("1 could not be sent");
  expect(await findFaults(page)).toEqual([]);
  await tracking.getByRole("button", { name: "Send all again" }).click();
  await expect(tracking).not.toContainText("could not be sent", { timeout: 20_000 });
  const [parcel] = await query("select status from shipment where tracking_number = 'UPKEEP1'");
  await expect.poll(async () => (await query("select status from shipment where tracking_number = 'UPKEEP1'"))[0]?.["status"]).toBe("sent");
  expect(parcel).toBeDefined();
  await page.getByRole("button", { name: "Switch the fallback off" }).click();
  await expect(page.getByRole("button", { name: "Switch the fallback off" })).toHaveCount(0);
  const [row] = await query("select method_fallback from integration where id = $1", [id]);
  expect(row?.["method_fallback"]).toBe(false);
});

test("the order import interval is saved with the page, which says until then that it is not", async ({ openAs, query }) => {
  const id = await quietShop(query);
  const page = await openAs("merchant");
  await openIntegration(page, query, NAME);
  await openSettings(page, "import");
  await page.getByLabel("Fetch orders every").selectOption({ label: "5 minutes" });
  await expect(page.getByText("Not saved yet.")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  const [shop] = await query("select sync_interval_seconds from integration where id = $1", [id]);
  expect(shop?.["sync_interval_seconds"]).toBe(300);
  await page.reload();
  await expect(page.getByLabel("Fetch orders every")).toHaveValue("300");
});
