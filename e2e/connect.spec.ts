import { findFaults } from "@/e2e/support/faults";
import { makeManyShops } from "@/e2e/support/many-shops";
import { chooseLanguage, expect, test } from "@/e2e/support/test";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

/** Consecutive inputs are refused for different reasons, so that each test sees its own message. */
const REFUSED: readonly [what: string, typed: string, reason: RegExp][] = [
  ["the port of a database", "http://127.0.0.1:5432/", /This port is not allowed|private or local network/],
  ["a scheme that is no web address", "ftp://shop.example", /must begin with https/],
  ["a metadata address", "http://169.254.169.254/", /private or local network/],
  ["a password in the address", "https://user:secret@shop.example", /Leave the user name and password out/],
  ["a private address written as one number", "http://2130706433/", /private or local network/],
  ["a name of 300 kB", `https://${"a".repeat(300_000)}.example`, /too long/],
  ["an IPv6 literal that means this machine", "http://[::1]/", /private or local network/],
  ["words", "my shop", /This is not a web address/],
  ["a name that resolves to this machine", "http://localhost/", /private or local network/],
];

test("connecting rejects an invalid or forbidden address, says why, and keeps the input", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Connect a shop" }).first().click();
  await page.waitForURL("**/integrations/connect");
  const field = page.getByLabel("Address of your shop");
  const before = await query("select count(*)::int as n from integration");
  for (const [what, typed, reason] of REFUSED)
    await test.step(what, async () => {
      await field.fill(typed);
      await page.getByRole("button", { name: "Continue" }).click();
      await expect(page.locator("main")).toContainText(reason);
      await expect(field).toHaveValue(typed);
    });
  expect(await query("select count(*)::int as n from integration")).toEqual(before);
});

test("a shop is connected: detected by its response, checked, its key tested before it is stored, and every order imported", async ({
  openAs,
  query,
}) => {
  const [demo] = await query("select base_url from integration where name = 'Theehuis Linde'");
  const { DEMO_SHOPS } = await import("@/lib/testing/demo-shops");
  const credentials = DEMO_SHOPS.find((shop) => shop.name === "Theehuis Linde")?.credentials;
  const [merchant] = await query("select id from merchant where name = 'Weber & Söhne GmbH'");
  const page = await openAs("agency");
  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  await page.getByLabel("Address of your shop").fill(String(demo?.["base_url"]));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.locator("main")).toContainText("WooCommerce found");
  await page.getByLabel("Name", { exact: true }).fill("Linde for Weber");
  await page.reload();
  await expect(page.getByLabel("Address of your shop"), "what was typed outlives a reload").toHaveValue(String(demo?.["base_url"]));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Linde for Weber");
  await page.getByRole("button", { name: "Continue" }).click();
  const requests = page.getByRole("list", { name: "Requests of this check" }).getByRole("listitem");
  await expect(requests.first()).toContainText(/GET .*your shop answered/, { timeout: 20_000 });
  await expect(page.locator("main")).toContainText("Your shop can be reached", { timeout: 30_000 });
  expect(await findFaults(page)).toEqual([]);

  // Leave and resume.
  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  const draft = page.getByRole("listitem").filter({ hasText: "Linde for Weber" });
  await draft.getByRole("link", { name: "Continue setup" }).click();

  await page.getByLabel("Consumer key").fill(credentials?.consumerKey ?? "");
  await page.getByLabel("Consumer secret").fill("ck_0000000000000000000000000000000000000000");
  const tryIt = page.getByRole("button", { name: "Test and connect" });
  await tryIt.click();
  await expect(page.getByLabel("Consumer secret"), "what has to be mended has the focus").toBeFocused();
  await expect(page.locator("main").getByRole("alert")).toHaveCount(1);
  await page.getByLabel("Consumer secret").fill("cs_0000000000000000000000000000000000000000");
  // The field's error disappears with the response, not with the click, or the button would move away under a double click.
  await tryIt.dblclick();
  await expect(tryIt).toBeFocused();
  await expect(page.locator("main")).toContainText("The key was not saved", { timeout: 20_000 });
  await expect(page.locator("main").getByRole("alert")).toHaveCount(0);
  const [refused] = await query("select credentials from integration where name = 'Linde for Weber'");
  expect(refused?.["credentials"]).toBeNull();

  await page.getByLabel("Consumer secret").fill(credentials?.consumerSecret ?? "");
  await page.getByRole("button", { name: "Test and connect" }).click();
  await expect(page.locator("main")).toContainText("The key works", { timeout: 30_000 });
  const all = page.getByRole("radio", { name: /^All orders/ });
  await expect(page.locator("label").filter({ has: all })).toContainText(/4\d\d orders/);
  await expect(page.locator("label").filter({ hasText: "last 30 days" })).toContainText(/\d+ orders/);
  await page.context().setOffline(true);
  await page.getByLabel("Changed since").last().fill("2026-11-19");
  await expect(page.getByText("No connection.")).toBeVisible();
  await page.context().setOffline(false);
  await page.getByLabel("Changed since").last().fill("2026-11-20");
  // Counted automatically.
  await expect(page.getByRole("group", { name: "Which orders to import" })).toContainText(/Changed since\d+ orders?$/, { timeout: 20_000 });
  await expect(page.locator("main")).not.toContainText("The server could not be reached");
  expect(await findFaults(page)).toEqual([]);
  const [before] = await query("select credentials from integration where name = 'Linde for Weber'");
  expect(before?.["credentials"], "nothing is stored while one chooses").toBeNull();
  // After clearing the day, nothing is imported from the previous one.
  await page.getByLabel("Changed since").last().fill("");
  await page.getByRole("button", { name: "Save the key and import" }).click();
  await expect(page.getByLabel("Changed since").last()).toBeFocused();
  const [cleared] = await query("select credentials from integration where name = 'Linde for Weber'");
  expect(cleared?.["credentials"]).toBeNull();
  await all.check();
  await page.getByRole("button", { name: "Save the key and import" }).click();
  await expect(page.locator("main")).toContainText(/\d+ in your shop.*no duplicates/, { timeout: 60_000 });
  const [row] = await query(
    `select i.id, r.shop_count, r.our_count, (select count(*)::int from shop_order o where o.integration_id = i.id) as stored,
       (select count(distinct external_id)::int from shop_order o where o.integration_id = i.id) as once
     from integration i join sync_run r on r.integration_id = i.id where i.name = 'Linde for Weber' and r.status = 'succeeded' order by r.requested_at desc limit 1`,
  );
  expect(row?.["stored"]).toBeGreaterThan(400);
  expect(row?.["once"]).toBe(row?.["stored"]);
  expect(row?.["our_count"]).toBe(row?.["shop_count"]);

  await page.goto(`/m/${merchant?.["id"]}/integrations/${row?.["id"]}`);
  expect(await page.content()).not.toContain(credentials?.consumerSecret ?? "none");
});

test("a changed address updates the suggested name, and an address already connected links to its shop", async ({ openAs, query }) => {
  const [known] = await query("select id, merchant_id, base_url from integration where name = 'Theehuis Linde'");
  const { DEMO_SHOPS } = await import("@/lib/testing/demo-shops");
  const [first, second] = await query(
    `select distinct base_url from integration where name = any($2)
       and base_url not in (select base_url from integration where merchant_id = $1) order by base_url`,
    [known?.["merchant_id"], DEMO_SHOPS.map(({ name }) => name)],
  );
  const page = await openAs("merchant");
  await page.goto(`/m/${known?.["merchant_id"]}/integrations/connect`);
  const address = page.getByLabel("Address of your shop");
  const name = page.getByLabel("Name", { exact: true });
  const look = async (typed: unknown): Promise<void> => {
    await address.fill(String(typed));
    await page.getByRole("button", { name: "Continue" }).click();
  };
  await look(first?.["base_url"]);
  await expect(name).toHaveValue(new URL(String(first?.["base_url"])).hostname);
  await page.getByRole("button", { name: "Change address" }).click();
  await look(second?.["base_url"]);
  await expect(name).toHaveValue(new URL(String(second?.["base_url"])).hostname);
  await name.fill("My second");
  await page.getByRole("button", { name: "Change address" }).click();
  await look(second?.["base_url"]);
  await expect(name).toHaveValue("My second");
  await page.getByRole("button", { name: "Change address" }).click();
  await look(known?.["base_url"]);
  await expect(page.getByText("You have already connected this address.")).toBeVisible();
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("link", { name: "Open that shop" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Theehuis Linde" })).toBeVisible();
});

test("the address of a page inside the shop resolves to the shop, and the form says so", async ({ openAs, query }) => {
  const [known] = await query("select base_url from integration where name = 'Theehuis Linde'");
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 1);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations/connect`);
  const host = String(known?.["base_url"]).replace("https://", "");
  await page.getByLabel("Address of your shop").fill(`${host}/product/tea-pot?ref=1`);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.locator("main")).toContainText("WooCommerce found");
  await expect(page.locator("main")).toContainText(`Its API answered at ${host}/wp-json/.`);
  await page.getByRole("button", { name: "Change address" }).click();
  await expect(page.getByLabel("Address of your shop")).toHaveValue(String(known?.["base_url"]));
});

test("a shop without a key leads to the key step, and a check that failed on our side blames neither shop nor host", async ({
  openAs,
  query,
}) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 1);
  const [shop] = await query("select id from integration where merchant_id = $1", [merchantId]);
  const place = `/m/${merchantId}/integrations/${shop?.["id"]}`;
  await query("update lane set state = 'action_needed', reason = 'no_credentials', reason_params = '{}' where merchant_id = $1", [
    merchantId,
  ]);
  await query(
    `insert into reachability_check (merchant_id, id, integration_id, trigger, status, requested_by, requested_at, finished_at)
     values ($1, gen_random_uuid(), $2, 'connect', 'failed', '{}', now(), now())`,
    [merchantId, shop?.["id"]],
  );
  const page = await openAs("agency");
  const onward = page.getByRole("link", { name: "Continue setup" });
  await page.goto(`${place}/settings/connection`);
  await expect(page.getByText("Setup not finished").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Refresh" })).toHaveCount(0);
  await expect(onward).toHaveCount(2);
  expect(await findFaults(page)).toEqual([]);
  await onward.first().click();
  await expect(page.getByRole("heading", { name: "API key for" })).toBeVisible();
  await expect(page.getByText("because of an error on our side")).toBeVisible();
  await expect(page.getByText("blocks us")).toHaveCount(0);
  expect(await findFaults(page)).toEqual([]);
  await query("delete from merchant where id = $1", [merchantId]);
});

test("going back from the key step shows what is stored and continues without creating a second shop", async ({ openAs, query }) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 1);
  await query("delete from integration where merchant_id = $1", [merchantId]);
  const [demo] = await query("select base_url from integration where name = 'Theehuis Linde'");
  const { DEMO_SHOPS } = await import("@/lib/testing/demo-shops");
  const credentials = DEMO_SHOPS.find((shop) => shop.name === "Theehuis Linde")?.credentials;
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations`);
  await page.getByRole("link", { name: "Connect a shop" }).first().click();
  await page.getByLabel("Address of your shop").fill(String(demo?.["base_url"]));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Back and forth");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "API key for" })).toBeVisible();

  await page.goBack();
  await expect(page.getByLabel("Address of your shop")).toBeVisible();
  const draft = page.getByRole("listitem").filter({ hasText: "Back and forth" });
  await expect(draft).toBeVisible();
  expect(await query("select name from integration where merchant_id = $1", [merchantId])).toEqual([{ name: "Back and forth" }]);
  await draft.getByRole("link", { name: "Continue setup" }).click();

  await page.getByLabel("Consumer key").fill(credentials?.consumerKey ?? "");
  await page.getByLabel("Consumer secret").fill(credentials?.consumerSecret ?? "");
  await page.getByRole("button", { name: "Test and connect" }).click();
  await page.getByRole("button", { name: "Save the key and import" }).click({ timeout: 30_000 });
  await expect(page.getByRole("heading", { name: "First import" })).toBeVisible({ timeout: 30_000 });
  await page.goBack();
  await expect(page.getByLabel("Address of your shop")).toBeVisible();
  await expect(draft).toHaveCount(0);
  await page.goForward();
  await expect(page.getByRole("heading", { name: "First import" })).toBeVisible();
  await expect(page.getByLabel("Consumer key")).toHaveCount(0);
  await query("delete from merchant where id = $1", [merchantId]);
});

test("a user connecting a shop that another user disconnects is notified and not asked for a key", async ({ openAs, query }) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 1);
  const [shop] = await query("select id, name from integration where merchant_id = $1", [merchantId]);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/integrations/connect/${shop?.["id"]}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(`/m/${merchantId}/integrations/${shop?.["id"]}/settings/danger`);
  await elsewhere.getByRole("button", { name: "Disconnect shop" }).click();
  await elsewhere.getByRole("dialog").getByRole("textbox").fill(String(shop?.["name"]));
  await elsewhere.getByRole("button", { name: "Disconnect permanently" }).click();
  await expect(elsewhere).toHaveURL(/\/integrations$/);
  await expect(page.getByText("This shop was disconnected")).toBeVisible();
  await expect(page.getByLabel("Consumer key")).toHaveCount(0);
  await query("delete from merchant where id = $1", [merchantId]);
});

test("a blocker found while connecting is shown at once, with who can remove it", async ({ openAs, query }) => {
  const [demo] = await query("select base_url from integration where name = 'De kleine Zeilboot'");
  const [merchant] = await query("select id from merchant where name = 'Weber & Söhne GmbH'");
  const page = await openAs("agency");
  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  await page.getByLabel("Address of your shop").fill(String(demo?.["base_url"]));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Zeilboot for Weber");
  await page.getByRole("button", { name: "Continue" }).click();
  const reach = page.getByRole("region", { name: "Reachability" });
  await expect(reach).toContainText("POST, PATCH, and DELETE are blocked", { timeout: 30_000 });
  await expect(reach).toContainText("Your hosting provider can fix this.");
  expect(await findFaults(page)).toEqual([]);
  await query("delete from integration where name = 'Zeilboot for Weber'");
});

test("on a phone the wizard's check cuts off no request, and nothing below it moves when it ends: in German", async ({
  openAs,
  product,
  query,
}) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 1);
  const [demo] = await query("select base_url from integration where name = 'Tuin & Pot'");
  const page = await openAs("agency", { viewport: { width: 360, height: 740 }, locale: "de-DE" });
  await chooseLanguage(page, product, "de");
  await page.goto(`/m/${merchantId}/integrations/connect`);
  await page.getByLabel("Adresse Ihres Shops").fill(String(demo?.["base_url"]));
  await page.getByRole("button", { name: "Weiter" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Weiter" }).click();
  const list = page.getByRole("list", { name: "Anfragen dieser Prüfung" });
  await expect(list).toBeVisible();
  const below = page.getByRole("heading", { name: "API-Schlüssel für WooCommerce" });
  const before = await below.boundingBox();
  await expect(page.getByRole("link", { name: "Details und Lösung anzeigen" })).toBeVisible({ timeout: 30_000 });
  expect((await below.boundingBox())?.y).toBe(before?.y);
  const [scrolled, seen] = await list.evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(scrolled).toBe(seen);
  expect(await findFaults(page)).toEqual([]);
});
