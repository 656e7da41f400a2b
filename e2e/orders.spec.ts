import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";

test("an order is found by partial information, opened, and shown with items, total and the shop's raw record", async ({
  openAs,
  query,
}) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Orders", exact: true }).first().click();
  const list = page.getByRole("list", { name: "Orders, newest first" });
  const first = list.getByRole("link").first();
  await expect(first).toBeVisible();
  const number = (await first.textContent()) ?? "";
  await page.getByLabel("Search orders").fill(number);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page).toHaveURL(/\?q=/);
  await list.getByRole("link", { name: number, exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(number) })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Ship to" })).toBeVisible();

  const id = page.url().split("/").at(-1);
  await query(`update shop_order set raw = (raw::jsonb || '{"note":"<img src=x onerror=document.title=1>"}')::json where id = $1`, [id]);
  await page.reload();
  await page.getByText("The shop’s record").click();
  await expect(page.locator("pre").last()).toContainText("<img src=x onerror=document.title=1>");
  await expect(page.locator("main img")).toHaveCount(0);
});

test("an order that is not stored is looked up in its shop by number, explained, and imported at once", async ({ openAs, query }) => {
  const [order] = await query(
    `select o.id, o.number, o.merchant_id, i.name, i.id as shop from shop_order o
     join integration i on i.merchant_id = o.merchant_id and i.id = o.integration_id
     join merchant m on m.id = o.merchant_id and m.name = 'Noordzee Handel B.V.'
     join lane l on l.integration_id = i.id and l.lane = 'orders_in' and l.state = 'regular'
     where o.removed_at is null and not exists (select from shipment s where s.order_id = o.id)
     order by o.placed_at desc limit 1`,
  );
  const number = String(order?.["number"]);
  await query("delete from shop_order where id = $1", [order?.["id"]]);
  const page = await openAs("merchant");
  const inShop = `/m/${order?.["merchant_id"]}/orders?shop=${order?.["shop"]}`;
  await page.goto(`${inShop}&q=${encodeURIComponent(number)}`);
  const answer = page.getByRole("region", { name: "Where is order" });
  const shop = answer.getByRole("listitem").filter({ hasText: String(order?.["name"]) });
  await expect(shop).toContainText("We have imported it now.", { timeout: 30_000 });
  expect(await findFaults(page)).toEqual([]);
  await shop.getByRole("link", { name: "Open order" }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(number) })).toBeVisible();

  await page.goto(`${inShop}&q=987654321`);
  await expect(answer).toContainText("The shop has no order with this number or id.", { timeout: 30_000 });
  await expect(answer, "with what the shop answered").toContainText("→ 404");

  // Every shop can be asked even for a stored number, also from the palette.
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill(number);
  await page.getByRole("option", { name: `Ask your shops for order ${number}` }).click();
  await expect(shop).toContainText(`Order ${number} is here`, { timeout: 30_000 });

  await query("delete from shop_order where id = $1 or number = $2", [order?.["id"], number]);
  const support = await openAs("support");
  await support.goto(`/support/merchants/${order?.["merchant_id"]}`);
  await support.getByRole("searchbox", { name: "Order number or id" }).fill(number);
  await support.getByRole("button", { name: "Ask the shops" }).click();
  const found = support.getByRole("region", { name: `Where is order ${number}` }).getByRole("listitem");
  await expect(found.filter({ hasText: String(order?.["name"]) })).toContainText("We have imported it now.", { timeout: 30_000 });
});

test("the select-all box is mixed while some orders are selected, selects all on a click, and none on the next", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Orders", exact: true }).first().click();
  const all = page.getByRole("checkbox", { name: "Select all on this page" });
  const one = page.getByRole("checkbox", { name: /^Select order/ }).first();
  await one.check();
  await expect(all).toBeChecked({ indeterminate: true });
  const drawn = () => all.evaluate((box) => getComputedStyle(box, "::before").backgroundImage);
  expect(await drawn(), "and looks it").toContain("linear-gradient");
  await all.click();
  await expect(all).toBeChecked();
  expect(await drawn()).toContain("svg");
  await all.click();
  await expect(all).not.toBeChecked();
  await expect(all).not.toBeChecked({ indeterminate: true });
  await expect(one).not.toBeChecked();
});

test("orders are paged in both directions with their positions, sorted, and a search shows how many it found", async ({
  openAs,
  query,
}) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Orders", exact: true }).first().click();
  const links = page.getByRole("list", { name: "Orders, newest first" }).getByRole("link");
  await expect(links).toHaveCount(50);
  await expect(page.getByText(/^1–50 of [\d,]+$/)).toBeVisible();
  const newest = await links.first().getAttribute("href");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText(/^51–100 of [\d,]+$/)).toBeVisible();
  await expect(links.first()).not.toHaveAttribute("href", newest ?? "");
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByText(/^1–50 of [\d,]+$/)).toBeVisible();
  await expect(links.first()).toHaveAttribute("href", newest ?? "");
  await expect(page.getByRole("link", { name: "Previous" })).toHaveCount(0);
  const number = (await links.first().textContent()) ?? "";

  await page.getByLabel("Order of the list").selectOption({ label: "Highest total first" });
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page).toHaveURL(/sort=highest/);
  await expect(page.getByRole("list", { name: "Orders, highest total first" }).getByRole("link")).toHaveCount(50);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText(/^51–100 of [\d,]+$/)).toBeVisible();
  const merchantId = /\/m\/([^/]+)/.exec(page.url())?.[1];
  await query(
    "insert into order_view (merchant_id, id, name, query) select $1, gen_random_uuid(), 'View ' || n, '?tracking=none' from generate_series(1, 30) n",
    [merchantId],
  );
  await page.getByLabel("Name of this view").fill("One too many");
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByLabel("Name of this view")).toHaveAccessibleDescription(/30 saved views already/);
  await expect(page.getByLabel("Name of this view")).toHaveValue("One too many");
  await query("delete from order_view where merchant_id = $1", [merchantId]);

  await page.getByLabel("Search orders").fill(number);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByText(/^1–(\d+) of \1$/)).toBeVisible();
});

test("going back from an order returns to its place in the list", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Orders", exact: true }).first().click();
  const list = page.getByRole("list", { name: "Orders, newest first" });
  await expect(list).toBeVisible();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const order = list.getByRole("listitem").nth(40).getByRole("link").first();
  const number = await order.textContent();
  await order.scrollIntoViewIfNeeded();
  const top = () => order.evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await order.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${number}`);
  await page.goBack();
  await expect(order).toHaveText(`${number}`);
  await expect(order).toBeInViewport();
  expect(Math.abs((await top()) - before)).toBeLessThan(30);
});

test("a filtered list has only what was chosen in its URL, and going back leaves it", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Orders", exact: true }).first().click();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.getByLabel("Status", { exact: true }).selectOption("completed");
  await page.getByRole("button", { name: "Search", exact: true }).press("Enter");
  await expect(page).toHaveURL(/\/orders\?status=completed$/);
  await page.getByLabel("Order of the list").selectOption("oldest");
  await page.getByRole("button", { name: "Search", exact: true }).press("Enter");
  await expect(page).toHaveURL(/\/orders\?status=completed&sort=oldest$/);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("a date range that ends before it starts is reported, and one click swaps or clears it", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Orders", exact: true }).first().click();
  const [from, to] = [page.getByLabel("Placed from"), page.getByLabel("Placed to")];
  await from.fill("2026-11-20");
  await to.fill("2020-01-02");
  await page.getByRole("button", { name: "Search", exact: true }).press("Enter");
  const reported = page.getByRole("alert").filter({ hasText: "The end date is before the start date" });
  await expect(reported).toContainText("Nov 20, 2026 is later than Jan 2, 2020");
  await expect(to).toHaveAttribute("aria-invalid", "true");
  expect(await findFaults(page)).toEqual([]);
  await reported.getByRole("link", { name: "Swap the two days" }).press("Enter");
  await expect(page).toHaveURL(/\?from=2020-01-02&to=2026-11-20$/);
  await expect(from).toHaveValue("2020-01-02");
  await expect(to).not.toHaveAttribute("aria-invalid");
  await expect(reported).toHaveCount(0);
  await expect(page.getByRole("searchbox"), "what was clicked is gone, the focus is not").toBeFocused();
  await page.goBack();
  await reported.getByRole("link", { name: "Clear the days" }).click();
  await expect(page).toHaveURL(/\/orders$/);
  await expect(page.locator("[data-row]").first()).toBeVisible();

  await page.goto(`${page.url().replace(/\/orders$/, "")}/settings/audit?from=2026-11-20&to=2020-01-02`);
  await expect(reported).toBeVisible();
  await reported.getByRole("link", { name: "Swap the two days" }).click();
  await expect(page).toHaveURL(/\?from=2020-01-02&to=2026-11-20$/);
});
