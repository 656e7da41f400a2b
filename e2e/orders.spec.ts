import { expect, test } from "@/e2e/support/test";

test("an order is found by a part of what is known of it, opened, and shown with items, total and the shop's own record as text", async ({
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

test("older orders come page by page, and the way back leads to the newest", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Orders", exact: true }).first().click();
  const links = page.getByRole("list", { name: "Orders, newest first" }).getByRole("link");
  await expect(links).toHaveCount(50);
  const newest = await links.first().getAttribute("href");
  await page.getByRole("link", { name: "Older orders" }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(links.first()).not.toHaveAttribute("href", newest ?? "");
  await page.getByRole("link", { name: "Newest orders" }).click();
  await expect(links.first()).toHaveAttribute("href", newest ?? "");
});

test("the way back from an order leads to its place on its page of the list", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Orders", exact: true }).first().click();
  const list = page.getByRole("list", { name: "Orders, newest first" });
  await expect(list).toBeVisible();
  await page.getByRole("link", { name: "Older orders" }).click();
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
