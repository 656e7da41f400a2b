import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { expect, test } from "@/e2e/support/shops-as-found";
import { DEMO_SHOPS } from "@/lib/testing/demo-shops";

// Complete scenarios without a pointer. Every stop shows the focus (e2e/support/keyboard.ts).

test("a shop is connected by keyboard alone, from its address over a wrong key to its first orders", async ({ openAs, query }) => {
  test.setTimeout(180_000);
  const [demo] = await query("select base_url from integration where name = 'Theehuis Linde'");
  const credentials = DEMO_SHOPS.find((shop) => shop.name === "Theehuis Linde")?.credentials;
  const [merchant] = await query("select id from merchant where name = 'Weber & Söhne GmbH'");
  await query("delete from integration where merchant_id = $1 and base_url = $2", [merchant?.["id"], demo?.["base_url"]]);
  const page = await openAs("agency");
  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  const main = page.locator("main");
  await expect(page.getByLabel("Address of your shop")).toBeFocused();
  await page.keyboard.type("http://169.254.169.254/");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: /private or local network/ }), "and it is reported").toBeVisible();
  await expect(page.getByLabel("Address of your shop"), "the refused address is what one types next").toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(String(demo?.["base_url"]));
  await page.keyboard.press("Enter");
  const stepIs = (name: RegExp | string) =>
    expect(page.getByRole("heading", { name }), "each step begins where its heading is").toBeFocused({ timeout: 30_000 });
  await stepIs("WooCommerce found");
  await tabTo(page, page.getByRole("button", { name: "Change address" }));
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Address of your shop")).toBeFocused();
  await page.keyboard.press("Enter");
  await stepIs("WooCommerce found");
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Enter");
  await stepIs("API key for WooCommerce");
  await tabTo(page, page.getByLabel("Consumer key"));
  await page.keyboard.type(credentials?.consumerKey ?? "");
  await tabTo(page, page.getByLabel("Consumer secret"));
  await page.keyboard.type("cs_0000000000000000000000000000000000000000");
  await page.keyboard.press("Enter");
  await expect(main).toContainText("The key was not saved", { timeout: 30_000 });
  const secret = page.getByLabel("Consumer secret");
  await secret.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(credentials?.consumerSecret ?? "");
  await page.keyboard.press("Enter");
  await stepIs(/^The key works/);
  await tabTo(page, page.getByRole("button", { name: "Change the key" }));
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Consumer key")).toBeFocused();
  await page.keyboard.press("Enter");
  await stepIs(/^The key works/);
  await tabTo(page, page.getByRole("button", { name: "Save the key and import" }));
  await page.keyboard.press("Enter");
  await stepIs("First import");
  await expect(main).toContainText(/\d+ in your shop.*no duplicates/, { timeout: 60_000 });
  expect(await findFaults(page)).toEqual([]);
  await query("delete from integration where name = 'By keyboard'");
});

test("a shop is renamed, paused and resumed, and disconnecting is cancelled, by keyboard alone", async ({ openAs, query }) => {
  test.setTimeout(120_000);
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  const page = await openAs("merchant");
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}/settings`);
  const pages = page.getByRole("navigation", { name: "Settings of Theehuis" });
  const main = page.locator("main");
  const name = page.getByLabel("Name", { exact: true });
  await expect(name).toBeVisible();
  await pages.getByRole("link", { name: "General" }).focus();
  await tabTo(page, name);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Theehuis by keyboard");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Theehuis by keyboard" })).toBeVisible();
  await expect(main.getByText("Saved.").first(), "what was saved is reported beside the button").toBeVisible();
  await expect(name).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await expect(main.getByText("Saved."), "and no longer once more is typed").toHaveCount(0);
  await expect(main.getByText("Not saved yet.")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("   ");
  await page.keyboard.press("Enter");
  await expect(name).toHaveAccessibleDescription(/Enter a name\./);
  await tabTo(page, pages.getByRole("link", { name: "Maintenance" }));
  await page.keyboard.press("Enter");
  await expect(pages.getByRole("link", { name: "Maintenance" })).toHaveAttribute("aria-current", "page");
  await tabTo(page, main.getByRole("button", { name: "Pause sync" }));
  await page.keyboard.press("Enter");
  const resume = main.getByRole("button", { name: "Resume sync" });
  await expect(resume).toBeVisible();
  if (!(await resume.evaluate((button) => button === document.activeElement))) await tabTo(page, resume);
  await page.keyboard.press("Enter");
  await expect(main.getByRole("button", { name: "Pause sync" })).toBeVisible();
  await pages.getByRole("link", { name: "General" }).focus();
  await tabTo(page, pages.getByRole("link", { name: "Danger zone" }));
  await page.keyboard.press("Enter");
  const disconnect = main.getByRole("button", { name: "Disconnect shop" });
  await tabTo(page, disconnect);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await expect(dialog.getByRole("button", { name: /^Disconnect/ }), "until the name is typed").toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(disconnect).toBeFocused();
  await query("update integration set name = 'Theehuis Linde' where id = $1", [shop?.["id"]]);
});

for (const { when, late } of [
  { when: "with news before the answer", late: false },
  { when: "with news long after the answer", late: true },
])
  test(`selected shops are paused together, and the pause is undone, by keyboard alone: ${when}`, async ({ openAs, query }) => {
    const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
    const page = await openAs("merchant");
    if (late) await page.route(/\/events/, (route) => route.abort());
    await page.goto(`/m/${shop?.["merchant_id"]}/integrations`);
    await expect(page.getByText(late ? "Reconnecting" : "Live", { exact: true })).toBeVisible();
    const row = page.locator(`[data-row="${shop?.["id"]}"]`);
    await tabTo(page, row.getByRole("checkbox"));
    await page.keyboard.press("Space");
    const bar = page.getByRole("region", { name: "Selected shops" });
    await expect(bar).toContainText("1 shop selected");
    const pause = bar.getByRole("button", { name: "Pause" });
    await tabTo(page, pause);
    await page.keyboard.press("Enter");
    await expect(bar).toContainText("One shop paused.");
    if (late) {
      await expect(pause).toBeFocused();
      await page.unroute(/\/events/);
      await page.evaluate(() => dispatchEvent(new Event("online")));
    }
    await expect(pause).toBeHidden();
    const undo = bar.getByRole("button", { name: "Undo" });
    await expect(undo, "the clicked button is gone, the focus is not").toBeFocused();
    await page.keyboard.press("Enter");
    await expect(bar).toContainText("One shop resumed.");
  });

test("several orders are marked as shipped in a dialog and the parcels removed, by keyboard alone", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  const page = await openAs("merchant");
  // Intercept from the start: requests right after a later call could still get through.
  let hasNetwork = true;
  await page.route(
    (url) => url.pathname.endsWith("/orders"),
    (route) => (hasNetwork || route.request().method() !== "POST" ? route.continue() : route.abort()),
  );
  await page.goto(`/m/${shop?.["merchant_id"]}/orders?shop=${shop?.["id"]}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const boxes = page.locator("[data-row] input[type=checkbox]:enabled");
  await tabTo(page, boxes.nth(0));
  await page.keyboard.press("Space");
  await tabTo(page, boxes.nth(1));
  await page.keyboard.press("Space");
  const ship = page.getByRole("button", { name: "Mark as shipped …" });
  await ship.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  const carrier = dialog.getByLabel("Carrier of all parcels");
  await expect(carrier).toBeFocused();
  const record = dialog.getByRole("button", { name: /^Record/ });
  await record.focus();
  await page.keyboard.press("Enter");
  await expect(carrier, "what is missing has the focus").toBeFocused();
  await expect(carrier).toHaveAccessibleDescription("Enter the carrier.");
  await page.keyboard.type("PostNL");
  const numbers = dialog.getByRole("textbox", { name: /^Tracking number of order/ });
  await record.focus();
  await page.keyboard.press("Enter");
  await expect(numbers.nth(0)).toBeFocused();
  await expect(dialog.getByRole("status")).toHaveText("Enter the tracking number.");
  await carrier.focus();
  await tabTo(page, numbers.nth(0));
  const paste = (column: string) =>
    numbers.nth(0).evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text", text);
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, column);
  await paste("3SMANY1\r\n3SMANY2\r\n3SMANY3\r\n");
  await expect(dialog.getByRole("status")).toHaveText("1 pasted number has no matching order here and was ignored.");
  // A single pasted cell ends with a line break, too, and must not affect the fields below.
  await paste("3SSTORY1\r\n");
  await expect(numbers.nth(0)).toHaveValue("3SSTORY1");
  await expect(numbers.nth(1)).toHaveValue("3SMANY2");
  await expect(dialog.getByRole("status")).toHaveText("");
  await tabTo(page, numbers.nth(1));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("3SSTORY2");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  const bar = page.getByRole("region", { name: "Selected orders" });
  await expect(bar).toContainText("2 parcels recorded");
  const undo = bar.getByRole("button", { name: "Undo" });
  await expect(undo).toBeFocused();
  // Without a connection the action reports that; the user repeats it once it is back.
  hasNetwork = false;
  await page.keyboard.press("Enter");
  await expect(page.getByText("The server could not be reached.")).toBeVisible();
  await expect(bar).toContainText("2 parcels recorded");
  hasNetwork = true;
  await expect(undo).not.toHaveAttribute("aria-disabled", "true");
  await undo.press("Enter");
  await expect(bar).toContainText("2 parcels undone.");
  await expect(bar.getByRole("button")).toBeFocused();
  expect(await query("select 1 from shipment where tracking_number like '3SSTORY%'")).toEqual([]);
  // Orders selected meanwhile are shown next to the outcome, and stay selected when it is closed.
  await boxes.nth(2).press("Space");
  await expect(bar).toContainText("1 order selected");
  await bar.getByRole("button", { name: "Close" }).press("Enter");
  await expect(bar).not.toContainText("undone");
  await expect(boxes.nth(2)).toBeChecked();
  await bar.getByRole("button", { name: "Clear the selection" }).press("Enter");
  await expect(bar).toBeHidden();
  await expect(page.getByLabel("Select all on this page")).toBeFocused();
});

test("tracking numbers are pasted as a table, previewed and imported by keyboard alone", async ({ openAs, query }) => {
  const [order] = await query(
    `select o.number, o.id, i.merchant_id from shop_order o join integration i on i.id = o.integration_id where i.name = 'Theehuis Linde'
     and o.removed_at is null and not exists (select 1 from shipment s where s.order_id = o.id) order by o.placed_at limit 1`,
  );
  const page = await openAs("merchant");
  await page.goto(`/m/${order?.["merchant_id"]}/orders/import`);
  const shop = page.getByLabel("Shop");
  await page.locator("h1").waitFor();
  await tabTo(page, shop);
  await page.keyboard.type("Theehuis");
  await expect(shop.locator("option:checked")).toHaveText("Theehuis Linde");
  await tabTo(page, page.locator("textarea"));
  await page.keyboard.insertText(`Order number;Carrier;Tracking number\n${order?.["number"]};PostNL;3SPASTED`);
  await tabTo(page, page.getByRole("button", { name: "Preview" }));
  await page.keyboard.press("Enter");
  const bring = page.getByRole("button", { name: /^Import 1 parcel/ });
  await expect(bring).toBeVisible();
  await tabTo(page, bring);
  await expect(bring).not.toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Enter");
  await expect.poll(() => query("select 1 from shipment where tracking_number = '3SPASTED'")).toHaveLength(1);
  await query("delete from shipment where tracking_number = '3SPASTED'");
});
