import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { expect, test, untilHydrated } from "@/e2e/support/test";

test("from the overview to a fix, a refresh, an order and its parcel by keyboard alone, with the focus always visible", async ({
  openAs,
  query,
}) => {
  test.setTimeout(120_000);
  await expect.poll(() => query("select 1 from reachability_check where status in ('queued', 'running')"), { timeout: 60_000 }).toEqual([]);
  const [order] = await query(
    "select o.number, o.id from shop_order o join integration i on i.id = o.integration_id where i.name = 'Theehuis Linde' and o.removed_at is null order by o.placed_at limit 1",
  );
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("link", { name: /^Report to hosting provider/ }).first());
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/diagnosis$/);
  await expect(page.getByRole("heading", { level: 2, name: "Diagnosis" })).toBeVisible();

  await page.reload();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Refresh", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: /\w{4}/ }).first()).toBeVisible();

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type("Orders");
  await expect(page.getByRole("option", { name: /Orders/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
  await tabTo(page, page.getByRole("searchbox", { name: "Search orders" }));
  await page.keyboard.type(String(order?.["number"]));
  await page.keyboard.press("Enter");
  const row = page.locator("main li").getByRole("link", { name: String(order?.["number"]), exact: true });
  await expect(page.getByRole("status").filter({ hasText: /^1–\d+ of \d+$/ })).toBeVisible();
  await expect(page).toHaveURL(/\?q=/);
  await tabTo(page, row.first());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `Order ${order?.["number"]}` })).toBeVisible();

  await tabTo(page, page.getByLabel("Carrier"));
  await page.keyboard.type("PostNL");
  await tabTo(page, page.getByLabel("Tracking number"));
  await page.keyboard.type("3SKEYS123456");
  await tabTo(page, page.getByRole("button", { name: "Mark as shipped" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("3SKEYS123456").first()).toBeVisible();

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await query("delete from shipment where tracking_number = '3SKEYS123456'");
});

test("filters are chosen with the arrow keys and applied by their button, without losing the focus", async ({ openAs, query }) => {
  const [shop] = await query("select merchant_id from integration where name = 'Theehuis Linde'");
  const page = await openAs("merchant");
  await page.goto(`/m/${shop?.["merchant_id"]}/orders`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const places = () => page.evaluate(() => history.length);
  const before = await places();
  const status = page.getByRole("combobox", { name: "Status" });
  await status.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const chosen = await status.inputValue();
  expect(chosen).not.toBe("");
  const apply = page.getByRole("button", { name: "Search", exact: true });
  await tabTo(page, apply);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => url.searchParams.get("status") === chosen);
  expect((await places()) - before, "Back leaves the list, whatever was chosen").toBe(0);
  await expect(apply).toBeFocused();

  // With the pointer a choice applies at once.
  await status.dispatchEvent("pointerdown");
  await status.focus();
  await status.selectOption("");
  await expect(page).toHaveURL((url) => (url.searchParams.get("status") ?? "") === "");
  await expect(status).toBeFocused();

  // The fields follow the URL, whatever changed it.
  await status.selectOption(chosen);
  await expect(page).toHaveURL((url) => url.searchParams.get("status") === chosen);
  await page.getByRole("link", { name: "Clear all filters" }).click();
  await expect(status).toHaveValue("");
});

test("a term is explained in place by keyboard, and Escape closes the explanation", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  const page = await openAs("merchant");
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}`);
  const button = page.getByRole("button", { name: "What does this mean? Order import, tracking sync" });
  await button.focus();
  await page.keyboard.press("Enter");
  const note = page.getByRole("note").filter({ hasText: "The two directions of a shop’s connection." });
  await expect(note).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(note).toBeHidden();
  await expect(button).toBeFocused();
});

test("single-key shortcuts are switched off beside their list, then do nothing, and are switched on again", async ({
  merchantPath,
  openAs,
}) => {
  const page = await openAs("merchant");
  await page.goto(`${merchantPath}/integrations`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const openKeys = async (): Promise<void> => {
    await page.keyboard.press("Control+k");
    await page.getByRole("option", { name: "Keyboard shortcuts" }).click();
    await expect(page.getByRole("dialog")).toHaveAccessibleName("Keyboard shortcuts");
  };
  const single = page.getByRole("checkbox", { name: "Single keys are shortcuts" });
  const isFirstShop = page.locator("[data-row-link]").first();

  await page.keyboard.press("?");
  await single.focus();
  await page.keyboard.press("Space");
  await expect(single).not.toBeChecked();
  expect(await findFaults(page)).toEqual([]);
  await page.keyboard.press("Escape");
  for (const when of ["at once", "after a reload"]) {
    for (const key of ["j", "/", "?"]) await page.keyboard.press(key);
    await expect(page.getByRole("dialog"), when).toHaveCount(0);
    await expect(isFirstShop, when).not.toBeFocused();
    await expect(page.getByRole("searchbox"), when).not.toBeFocused();
    await page.reload();
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
  }
  await openKeys();
  await single.check();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await expect(isFirstShop).toBeFocused();
});

test("on every list j and k move between rows, and / focuses the search, or opens the palette where there is none", async ({
  openAs,
  query,
}) => {
  const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
  const base = `/m/${merchant?.["id"]}`;
  const pages = { merchant: await openAs("merchant"), support: await openAs("support") };
  for (const [who, path] of [
    ["merchant", base],
    ["merchant", `${base}/integrations`],
    ["merchant", `${base}/orders`],
    ["merchant", `${base}/incidents`],
    ["merchant", `${base}/settings/members`],
    ["merchant", `${base}/settings/audit`],
    ["support", "/support/queue"],
    ["support", "/support"],
    ["support", "/support/fleet"],
  ] as const)
    await test.step(path, async () => {
      const page = pages[who];
      await page.goto(path);
      const rows = page.locator("main [data-row]");
      await untilHydrated(page);
      await expect(rows.first()).toBeVisible();
      const focused = (at: number) => rows.nth(at).and(page.locator(":focus, :has(:focus)"));
      await expect(async () => {
        await page.keyboard.press("j");
        await expect(focused(0)).toHaveCount(1, { timeout: 500 });
      }).toPass();
      if ((await rows.count()) > 1) {
        await page.keyboard.press("j");
        await expect(focused(1)).toHaveCount(1);
        await page.keyboard.press("k");
        await expect(focused(0)).toHaveCount(1);
      }
      await page.keyboard.press("/");
      const search = page.locator("main").getByRole("searchbox");
      if ((await search.count()) > 0) await expect(search.first()).toBeFocused();
      else await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
    });
});
