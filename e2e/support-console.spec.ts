import { findFaults } from "@/e2e/support/faults";
import { chooseLanguage, expect, test, untilHydrated } from "@/e2e/support/test";
import { THROTTLED_SHOP } from "@/e2e/support/throttled-shop";

// Three browsers, a worker and a database share the processors of a small machine.
test.describe.configure({ timeout: 180_000 });

const MERCHANT = "Noordzee Handel B.V.";
const german = { locale: "de-DE", viewport: { width: 360, height: 740 }, colorScheme: "dark" } as const;

test("staff search as they type, view without a reason, act with one for a limited time, and the merchant sees it", async ({
  openAs,
  product,
  query,
}) => {
  const [shop] = await query("select id, merchant_id from integration where name = $1", [THROTTLED_SHOP]);
  const [order] = await query("select number from shop_order where integration_id = $1 order by placed_at desc limit 1", [shop?.["id"]]);
  const page = await openAs("support");
  await page.goto("/support");
  const box = page.getByRole("searchbox");
  await box.pressSequentially("noordz");
  await expect(page.getByRole("region", { name: "Merchants" }).getByRole("link", { name: MERCHANT })).toBeVisible();
  // Leaving for the list of all merchants clears the search field.
  await expect(page).toHaveURL(/\?q=noordz$/);
  // Enter does not load a new page.
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  await box.pressSequentially("ee");
  await box.press("Enter");
  await expect(page).toHaveURL(/\?q=noordzee$/);
  expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
  await expect(box).toBeFocused();
  await page.getByRole("navigation", { name: "Main navigation" }).first().getByRole("link", { name: "Merchants" }).click();
  await expect(page).toHaveURL(/\/support$/);
  await expect(box).toHaveValue("");
  await box.fill(String(order?.["number"]));
  const hit = page
    .getByRole("region", { name: "Orders" })
    // Another merchant's shop may have an order with the same number.
    .getByRole("listitem")
    .filter({ hasText: MERCHANT })
    .getByRole("link", { name: String(order?.["number"]) })
    .first();
  await expect(hit).toBeVisible();
  await expect(page).toHaveURL(/\?q=/);
  expect(await findFaults(page)).toEqual([]);
  await hit.click();
  await expect(page.getByRole("heading", { level: 1, name: MERCHANT })).toBeVisible();
  expect(await findFaults(page)).toEqual([]);

  await page.getByRole("button", { name: "View as merchant", exact: true }).click();
  await expect(page).toHaveURL(/\/reason\?to=/);
  expect(await findFaults(page)).toEqual([]);
  await page.getByLabel("Reason", { exact: true }).fill("Ticket 4710");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/\/orders\//);
  await expect(page.getByRole("complementary", { name: /You are viewing/ })).toBeVisible();
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}`);
  await expect(page.getByRole("heading", { level: 1, name: THROTTLED_SHOP })).toBeVisible();
  await expect(page.getByRole("button", { name: "Check now" })).toHaveCount(0);
  await expect(page.locator("main"), "a page without buttons explains none").not.toContainText("Refresh tries now");

  await page.getByRole("link", { name: "Act for the merchant" }).click();
  await page.getByLabel("Reason for acting").fill("Ticket 4711");
  await page.getByLabel("Duration").selectOption("15");
  await page.getByRole("button", { name: "Act for the merchant" }).click();
  const banner = page.getByRole("complementary", { name: /acting for/ });
  await expect(banner).toContainText("Ticket 4711");
  await expect(banner.getByRole("timer")).toContainText(/15 min/);
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect
    .poll(async () =>
      query(
        "select requested_by->>'reason' as reason from reachability_check where integration_id = $1 order by requested_at desc limit 1",
        [shop?.["id"]],
      ),
    )
    .toEqual([{ reason: "Ticket 4711" }]);
  expect(await findFaults(page)).toEqual([]);
  await banner.getByRole("button", { name: "End now" }).press("Enter");
  await expect(page.getByRole("complementary", { name: /You are viewing/ })).toBeVisible();
  await expect(page.locator(":focus"), "the focus goes to what holds now").toHaveText(`You are viewing ${MERCHANT} as support staff`);
  await expect(page.getByRole("button", { name: "Check now" })).toHaveCount(0);

  const merchant = await openAs("merchant", german);
  await chooseLanguage(merchant, product, "de");
  await merchant.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}/history`);
  await expect(merchant.locator("main")).toContainText("handelt jetzt für Sie, 15 Minuten lang: Ticket 4711");
  await merchant.goto(`/m/${shop?.["merchant_id"]}/settings/audit`);
  await expect(merchant.getByRole("list", { name: /Einträge/ })).toContainText("Grund: Ticket 4711");
  expect(await findFaults(merchant)).toEqual([]);
  const [download] = await Promise.all([
    merchant.waitForEvent("download"),
    merchant.getByRole("link", { name: "Als CSV speichern" }).click(),
  ]);
  const csv = await (await download.createReadStream()).toArray();
  expect(Buffer.concat(csv).toString()).toContain("Ticket 4711");
});

test("staff tell orders of equal numbers apart, find shops by IP address and causes by name, and buyers only with a reason that merchants see", async ({
  openAs,
  query,
}) => {
  // Not the throttled shop, nor a cause of the fleet's scenario, which may run at the same time.
  const [order] = await query(
    `select o.number, o.customer_email, o.merchant_id, i.id, i.name from shop_order o join integration i on i.id = o.integration_id join merchant m on m.id = i.merchant_id
     where o.customer_email <> '' and m.name = $1 and i.name <> $2 order by o.placed_at desc limit 1`,
    [MERCHANT, THROTTLED_SHOP],
  );
  await query(
    `insert into fleet_fact (merchant_id, integration_id, shop_system, network, address, cause, since, checked_at)
     values ($1, $2, 'woocommerce', '203.0.113.0/24', '203.0.113.77', 'password_protected', now(), now())
     on conflict (merchant_id, integration_id) do update set address = excluded.address, network = excluded.network, cause = 'password_protected', since = now()`,
    [order?.["merchant_id"], order?.["id"]],
  );
  const page = await openAs("support");
  await page.goto(`/support?q=${encodeURIComponent(`${order?.["number"]} ${order?.["name"]}`)}`);
  const hit = page.getByRole("region", { name: "Orders" }).getByRole("listitem").first();
  await expect(hit).toContainText(String(order?.["name"]));
  await expect(hit, "with its total").toContainText(/\d[.,]\d\d/);
  expect(await findFaults(page)).toEqual([]);
  await page.goto("/support?q=203.0.113.77");
  await expect(page.getByRole("region", { name: "Shops" })).toContainText(`${order?.["name"]} · 203.0.113.77`);
  await page.goto("/support?q=password_protected");
  await page
    .getByRole("region", { name: "Causes" })
    .getByRole("link", { name: /shops? now/ })
    .click();
  await expect(page.getByRole("region", { name: "Which shops" })).toContainText(String(order?.["name"]));
  expect(await findFaults(page)).toEqual([]);

  await page.goto("/support");
  await untilHydrated(page);
  await page.getByText("Find the orders of a buyer by e-mail address").click();
  await page.getByLabel("The buyer’s whole e-mail address").fill(String(order?.["customer_email"]));
  await page.getByLabel("Reason for this search").fill("Ticket 4713");
  await page.getByRole("button", { name: "Find orders" }).click();
  await expect(page.getByRole("link", { name: String(order?.["number"]) }).first()).toBeVisible();
  await expect(page, "no address in the URL").toHaveURL(/\/support$/);
  expect(await findFaults(page)).toEqual([]);
  const merchant = await openAs("merchant");
  await merchant.goto(`/m/${order?.["merchant_id"]}/settings/audit`);
  await expect(merchant.getByRole("list", { name: /Entries/ })).toContainText("Ticket 4713");
  await query("delete from fleet_fact where address = '203.0.113.77'");
});

test("staff who only view see no form that would fail, but who may act and the way to act and return", async ({ openAs, query }) => {
  const [merchant] = await query("select id from merchant where name = $1", [MERCHANT]);
  const [draft] = await query(
    "insert into integration (merchant_id, id, name, shop_system, base_url) values ($1, gen_random_uuid(), 'Begun', 'woocommerce', 'https://begun.example') returning id",
    [merchant?.["id"]],
  );
  await query("insert into lane (merchant_id, integration_id, lane) select $1, $2, unnest(array['orders_in', 'tracking_out'])", [
    merchant?.["id"],
    draft?.["id"],
  ]);
  const page = await openAs("support");
  await page.goto(`/support/merchants/${merchant?.["id"]}`);
  await page.getByRole("button", { name: "View as merchant", exact: true }).click();
  await expect(page.getByRole("complementary", { name: /You are viewing/ })).toBeVisible();
  const main = page.locator("main");
  for (const [path, who] of [
    ["integrations/connect", "Members of the merchant can connect shops"],
    [`integrations/connect/${draft?.["id"]}`, "Members of the merchant can connect shops"],
    ["orders/import", "Members of the merchant import tracking numbers"],
    ["support/new", "Members of the merchant ask questions"],
  ]) {
    await page.goto(`/m/${merchant?.["id"]}/${path}`);
    await expect(main).toContainText("You are in view-only mode and cannot change anything.");
    await expect(main).toContainText(`${who}`);
    await expect(main.locator("form")).toHaveCount(0);
    expect(await findFaults(page)).toEqual([]);
    await expect(main.getByRole("link", { name: "Act for the merchant" })).toHaveAttribute(
      "href",
      `/support/merchants/${merchant?.["id"]}?to=/m/${merchant?.["id"]}/${path}#act`,
    );
  }
  await page.goto(`/m/${merchant?.["id"]}/orders`);
  await page.getByLabel("Reason", { exact: true }).fill("Ticket 4712");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/\/orders$/);
  await expect(page.getByRole("link", { name: "Import tracking numbers" })).toHaveCount(0);
  await page.goto(`/m/${merchant?.["id"]}/settings/members`);
  await expect(main).toContainText("Owners invite and remove members.");
  await expect(main).not.toContainText("After you leave");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await expect(palette.getByRole("option", { name: "Orders" })).toBeVisible();
  await expect(palette.getByRole("option", { name: "Connect a shop" })).toHaveCount(0);
  await page.keyboard.press("Escape");

  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  await main.getByRole("link", { name: "Act for the merchant" }).click();
  await page.getByLabel("Reason for acting").fill("Ticket 4712");
  await page.getByRole("button", { name: "Act for the merchant" }).click();
  await expect(page.getByLabel("Address of your shop")).toBeVisible();
  await page
    .getByRole("complementary", { name: /acting for/ })
    .getByRole("button", { name: "End now" })
    .click();
  await expect(main).toContainText("Members of the merchant can connect shops");
  await query("delete from integration where id = $1", [draft?.["id"]]);
});

test("where filters match nothing, clearing them moves the focus to the first filter: for staff and in a merchant's orders", async ({
  openAs,
  query,
}) => {
  const [merchant] = await query("select id from merchant where name = $1", [MERCHANT]);
  const staff = await openAs("support");
  const member = await openAs("merchant");
  const orders = `/m/${merchant?.["id"]}/orders`;
  for (const { page, path, button, field } of [
    { page: staff, path: "/support?q=nobodyhasthisname", button: "Clear search", field: staff.getByRole("searchbox") },
    {
      page: staff,
      path: "/support?state=action_needed&shopSystem=shopify",
      button: "Show all merchants",
      field: staff.getByRole("searchbox"),
    },
    {
      page: staff,
      path: "/support/audit?from=2001-01-01&to=2001-01-02",
      button: "Show everything",
      field: staff.getByLabel("What", { exact: true }),
    },
    { page: member, path: `${orders}?q=nobodyhasthisname`, button: "Show all orders", field: member.getByRole("searchbox") },
    { page: member, path: `${orders}?tracking=failed`, button: "Clear all filters", field: member.getByRole("searchbox") },
  ])
    await test.step(path, async () => {
      // Parts of a page may become interactive after its menus.
      await expect(async () => {
        await page.goto(path);
        await untilHydrated(page);
        await page.getByRole("link", { name: button, exact: true }).first().press("Enter");
        await expect(page).toHaveURL(new RegExp(`${path.split("?")[0]}$`));
        await expect(field).toBeFocused({ timeout: 5_000 });
      }).toPass({ timeout: 60_000 });
    });
});

test("the queue holds what needs action, a view of it is saved, and a note is visible to staff only", async ({ openAs, query }) => {
  const page = await openAs("support");
  await page.goto("/support/queue");
  await expect(page.getByRole("list", { name: "Needs attention" }).getByRole("listitem").first()).toBeVisible();
  await expect(page.locator("main"), "staff read who acts, and it is not them").toContainText("The hosting provider can fix this");
  await expect(page.locator("main")).not.toContainText("from you");
  expect(await findFaults(page)).toEqual([]);
  await page.getByLabel("Order", { exact: true }).selectOption("age");
  await expect(page).toHaveURL(/sort=age/);
  await page.getByLabel("Name of this view").fill("Oldest");
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByRole("list", { name: "Saved views" }).getByRole("link", { name: "Oldest" })).toBeVisible();
  await page.getByRole("button", { name: /Remove the view/ }).press("Enter");
  await expect(page.getByRole("link", { name: "Oldest" })).toHaveCount(0);
  const undo = page.getByRole("button", { name: "Undo" });
  await expect(undo).toBeFocused();
  await undo.press("Enter");
  await expect(page.getByRole("link", { name: "Oldest" }), "it is back, and has the focus").toBeFocused();
  await query("delete from saved_view");

  const [merchant] = await query("select id from merchant where name = $1", [MERCHANT]);
  await page.goto(`/support/merchants/${merchant?.["id"]}`);
  await page.getByLabel(/For your colleagues/).fill("Prefers to be called");
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(page.locator("main")).toContainText("Prefers to be called");
  const own = await openAs("merchant");
  for (const path of ["", "/settings", "/settings/audit"]) {
    await own.goto(`/m/${merchant?.["id"]}${path}`);
    await own.locator("h1").first().waitFor();
    expect(await own.content()).not.toContain("Prefers to be called");
  }
  await page.getByRole("button", { name: "Remove note" }).click();
  expect(await findFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Confirm: Remove note" }).click();
  await expect(page.locator("main")).not.toContainText("Prefers to be called");
  await expect(page.locator("main :focus"), "the focus stays with the notes").toHaveCount(1);
});

test("a merchant asks from a shop's page, sees what is attached, and both sides follow the thread live until it is solved", async ({
  openAs,
  query,
}) => {
  const findShop = () =>
    query(
      `select i.id, i.merchant_id, i.name from integration i join reachability_check c on c.integration_id = i.id join merchant m on m.id = i.merchant_id
       where m.name = $1 and c.status = 'done' and array_length(c.cause_codes, 1) > 0 limit 1`,
      [MERCHANT],
    );
  // A product that has just started still has to check its shops.
  await expect.poll(async () => (await findShop()).length, { timeout: 60_000 }).toBe(1);
  const [shop] = await findShop();
  const merchant = await openAs("merchant");
  await merchant.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}`);
  await merchant.getByRole("link", { name: "Ask support" }).first().click();
  const attached = merchant.getByRole("region", { name: "Attached details" });
  await expect(attached).toContainText(String(shop?.["name"]));
  await expect(attached).toContainText("→");
  expect(await findFaults(merchant)).toEqual([]);
  await merchant.getByLabel("Your question").fill("Why does tracking not arrive?");
  await merchant.getByRole("button", { name: "Send" }).click();
  await expect(merchant.getByRole("list", { name: "Messages" })).toContainText("Why does tracking not arrive?");
  expect(await findFaults(merchant)).toEqual([]);

  const staff = await openAs("support");
  await staff.goto("/support/threads");
  const question = staff.getByRole("listitem").filter({ hasText: "Why does tracking not arrive?" });
  await expect(question).toContainText("New");
  expect(await findFaults(staff)).toEqual([]);
  await question.getByRole("link").click();
  await expect(staff.getByRole("heading", { name: "State of the shop now" })).toBeVisible();
  await staff.getByLabel("Message", { exact: true }).fill("Your host refuses PATCH.");
  await staff.getByRole("button", { name: "Send" }).click();
  await expect(merchant.getByRole("list", { name: "Messages" })).toContainText("Your host refuses PATCH.", { timeout: 15_000 });
  await merchant.getByLabel("Your message").fill("They allowed it now.");
  await merchant.getByRole("button", { name: "Send" }).click();
  await expect(staff.getByRole("list", { name: "Messages" })).toContainText("They allowed it now.", { timeout: 15_000 });
  expect(await findFaults(staff)).toEqual([]);

  await staff.getByLabel("What fixed it").fill("The host allowed PATCH and DELETE");
  await staff.getByRole("button", { name: "Mark as solved" }).press("Enter");
  await expect(staff.locator(":focus"), "the form is gone, the focus goes to what it made").toHaveText("Solved");
  await expect(merchant.locator("main")).toContainText("What fixed it: The host allowed PATCH and DELETE", { timeout: 15_000 });

  await merchant.goto(`/m/${shop?.["merchant_id"]}/orders`);
  await staff.getByLabel("Message", { exact: true }).fill("One more thing.");
  await staff.getByRole("button", { name: "Send" }).click();
  await expect(staff.getByRole("list", { name: "Messages" })).toContainText("One more thing.");
  await merchant.goto(`/m/${shop?.["merchant_id"]}/support`);
  await expect(merchant.getByRole("navigation", { name: "Main navigation" }).first()).toContainText("1 new answer");
  await merchant.getByRole("link", { name: "Why does tracking not arrive?" }).click();
  await expect(merchant.getByRole("navigation", { name: "Main navigation" }).first()).not.toContainText("new answer", { timeout: 15_000 });
});

test("staff pages show when live updates stop, reconnect after an outage, and show what happened meanwhile", async ({ openAs, query }) => {
  const [merchant] = await query("select id from merchant where name = $1", [MERCHANT]);
  const question = `Asked during the outage at ${Date.now()}?`;
  const staff = await openAs("support");
  let isOut = true;
  // Simulates a proxy's response while the product restarts, after which EventSource does not reconnect by itself.
  await staff.route("**/api/support/events*", (route) => (isOut ? route.fulfill({ status: 502 }) : route.continue()));
  await staff.goto("/support/threads");
  await expect(staff.getByText("Reconnecting", { exact: true })).toBeVisible();
  const member = await openAs("merchant");
  await member.goto(`/m/${merchant?.["id"]}/support/new`);
  await member.getByLabel("Your question").fill(question);
  await member.getByRole("button", { name: "Send" }).click();
  await expect(member.getByRole("list", { name: "Messages" })).toContainText(question);
  await expect(staff.locator("main")).not.toContainText(question);
  isOut = false;
  await expect(staff.getByText("Live", { exact: true })).toBeVisible({ timeout: 20_000 });
  // In a list with entries, new ones wait for a click, so that nothing moves by itself.
  const show = staff.getByRole("button", { name: /new question/ });
  await expect(show.or(staff.getByText(question))).toBeVisible();
  if (await show.isVisible()) await show.click();
  await expect(staff.locator("main")).toContainText(question);
});
