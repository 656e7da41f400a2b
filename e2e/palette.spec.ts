import { findFaults } from "@/e2e/support/faults";
import { makeManyShops } from "@/e2e/support/many-shops";
import { expect, test } from "@/e2e/support/test";
import { throttleAgain } from "@/e2e/support/throttled-shop";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

test("a few letters find a shop, an order by its e-mail, a page, and the Refresh action", async ({ openAs, query }) => {
  const [order] = await query(
    `select number, customer_email from shop_order o join integration i on i.id = o.integration_id where i.name = 'Theehuis Linde' and not exists (
       select 1 from shop_order later where later.merchant_id = o.merchant_id and later.customer_email = o.customer_email and later.placed_at > o.placed_at)
     order by placed_at limit 1`,
  );
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  expect(await findFaults(page)).toEqual([]);
  await page.keyboard.type("linde");
  await expect(palette.getByRole("option", { name: /^Theehuis Linde/ })).toBeVisible();
  await expect(palette.getByRole("option", { name: "Refresh Theehuis Linde" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Theehuis Linde" })).toBeVisible();

  await page.getByRole("button", { name: /^Search/ }).click();
  await page.keyboard.type(String(order?.["customer_email"]));
  await palette.getByRole("option", { name: new RegExp(`^${order?.["number"]} `) }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Order ${order?.["number"]}` })).toBeVisible();

  await page.keyboard.press("Control+k");
  for (const [words, option] of [
    ["two-factor", /^Security/],
    ["time zone", /^Profile/],
    ["log out", /^Sign out/],
    ["invite", "Invite a member"],
    ["token", "Create an API token"],
  ] as const) {
    await palette.getByRole("combobox").fill(words);
    await expect(palette.getByRole("option", { name: option })).toBeVisible();
  }
  await palette.getByRole("combobox").fill("tuin");
  await expect(palette.getByRole("option").first()).toHaveText(/^Tuin & Pot/);
  await expect(palette.getByRole("option").first(), "what Enter opens").toHaveAttribute("aria-selected", "true");
  await expect(palette.getByRole("option", { name: "Refresh all throttled shops" })).toHaveCount(0);
  await palette.getByRole("combobox").fill("");
  await page.keyboard.type("no such thing anywhere");
  await expect(palette.getByText("Nothing found")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
});

test("keys typed while the palette loads become its search, not shortcuts of the page", async ({ openAs, query }) => {
  await throttleAgain(query);
  const page = await openAs("merchant");
  // Intercept from the start: requests right after a later call could still get through.
  const held: (() => void)[] = [];
  let holds = false;
  await page.route(/_next\/static\/.*\.js/, async (route) => {
    if (holds) await new Promise<void>((done) => held.push(done));
    await route.continue();
  });
  await page.goto("/");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Shops" })).toBeVisible();
  holds = true;
  await page.keyboard.press("Control+k");
  await expect.poll(() => held.length).toBeGreaterThan(0);
  // j moves to a shop in the list, r refreshes it, c checks it.
  await page.keyboard.type("jrc");
  // Combinations with Ctrl still belong to the browser.
  await page.evaluate(() => {
    document.addEventListener(
      "keydown",
      (event) => event.key === "b" && document.body.setAttribute("data-left", String(!event.defaultPrevented)),
    );
  });
  await page.keyboard.press("Control+b");
  await expect(page.locator("body")).toHaveAttribute("data-left", "true");
  await page.keyboard.type(" linde");
  holds = false;
  for (const release of held) release();
  await expect(page.getByRole("dialog", { name: "Search and commands" }).getByRole("combobox")).toHaveValue("jrc linde");
  // Opening it again changes nothing, and once closed it leaves the keys to the page.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("n");
  await expect(page.getByRole("dialog", { name: "Search and commands" }).getByRole("combobox")).toHaveValue("jrc linden");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeHidden();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox").first()).toBeFocused();
  expect(await query("select 1 from sync_run where trigger = 'refresh' and requested_at > now() - interval '10 seconds'")).toEqual([]);
});

test("the palette works in German, dark, on a phone", async ({ openAs }) => {
  const page = await openAs("merchant", { locale: "de", colorScheme: "dark", viewport: { width: 360, height: 780 } });
  await page.goto("/");
  await page.getByRole("button", { name: /^Suchen/ }).click();
  const palette = page.getByRole("dialog", { name: "Suche und Befehle" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("einst");
  expect(await findFaults(page)).toEqual([]);
  await palette.getByRole("option", { name: "Einstellungen", exact: true }).click();
  await expect(page).toHaveURL(/\/settings$/);
});

test("the palette reports a refusal in place, that no shop was throttled, and why it finds nothing offline", async ({ openAs, query }) => {
  const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 3);
  await query(
    `update lane set state = 'paused', reason = 'paused_by', reason_params = '{"by": "Ada"}' where lane = 'orders_in' and integration_id =
       (select id from integration where merchant_id = $1 and name = 'Shop 001')`,
    [merchantId],
  );
  await query("update integration set credentials = '\\x00', credentials_key_id = 'story' where merchant_id = $1", [merchantId]);
  const page = await openAs("agency");
  await page.goto(`/m/${merchantId}/orders`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await page.keyboard.type("Shop 001");
  await palette.getByRole("option", { name: "Refresh Shop 001" }).click();
  await expect(palette.getByRole("status")).toContainText("Paused by Ada");
  await palette.getByRole("combobox").fill("throttled");
  await palette.getByRole("option", { name: "Refresh all throttled shops" }).click();
  await expect(palette.getByRole("status")).toContainText("No shop is throttled anymore.");
  expect(await findFaults(page)).toEqual([]);
  await page.context().setOffline(true);
  await palette.getByRole("combobox").fill("Shop 002");
  await expect(palette.getByRole("status")).toContainText("The server could not be reached");
  await expect(palette.getByText("Nothing found")).toHaveCount(0);
  await query("delete from merchant where id = $1", [merchantId]);
});

test("refreshing all throttled shops from the palette is followed on the overview", async ({ openAs, query }) => {
  const { merchantId } = await throttleAgain(query);
  const page = await openAs("merchant");
  await page.goto(`/m/${merchantId}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("throttled");
  await page.getByRole("option", { name: "Refresh all throttled shops" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText(/One shop refreshed|\d+ shops refreshed/)).toBeVisible({ timeout: 40_000 });
});
