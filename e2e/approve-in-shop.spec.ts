import { expect, test } from "@/e2e/support/test";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { recentOrders } from "@/lib/testing/sync-shop";

let shop: FakeShop;
test.beforeAll(async () => {
  shop = await startFakeShop({ platform: "woocommerce", host: "127.0.0.6", orders: recentOrders(4), name: "Atelier Sauge" });
});
test.afterAll(() => shop.close());

test("a merchant connects a WooCommerce shop by one approval: declined, kept away, then given", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  const { host } = new URL(shop.url);
  await page.goto("/");
  await page.getByRole("link", { name: "Connect a shop" }).first().click();
  await page.getByLabel("Address of your shop").fill(shop.url);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  const main = page.locator("main");

  await page.getByRole("button", { name: "Approve in my shop" }).click();
  await expect(page.getByRole("heading", { name: /^Mooring \(.+\) would like to connect/ })).toBeVisible();
  await page.getByRole("link", { name: "Deny" }).click();
  await expect(main).toContainText("You declined in your shop.");
  expect(page.url(), "the token stays in no history").not.toContain("user_id");

  shop.setBehaviour({ approvals: { callsBack: false } });
  await page.getByRole("button", { name: "Approve in my shop again" }).click();
  await page.getByRole("link", { name: "Approve" }).click();
  await expect(page.getByText("unable to send the consumer data")).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(main).toContainText("Does your shop show an error instead of leading back here?");
  await expect(page.getByLabel("Consumer key")).toBeVisible();

  shop.setBehaviour({});
  await page.getByRole("button", { name: "Approve in my shop again" }).click();
  await page.getByRole("link", { name: "Approve" }).click();
  await expect(main).toContainText("The key works: “Atelier Sauge” answered.", { timeout: 30_000 });
  await page.getByRole("button", { name: "Save the key and import" }).click();
  await expect(main).toContainText("4 in your shop", { timeout: 60_000 });
  const [row] = await query(`select name from integration where base_url like '%${host}'`);
  expect(row?.["name"], "the shop's own name").toBe("Atelier Sauge");
});
