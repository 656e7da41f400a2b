import { expect, test } from "@/e2e/support/test";

test("a merchant connects the demo's shop by approval in the shop: declined first, then granted", async ({ openAs, query }) => {
  test.setTimeout(120_000);
  const [merchant] = await query("select id, name from merchant where name = 'Noordzee Handel B.V.'");
  const page = await openAs("agency");
  await page.goto("/?shop=bloemen.myshopify.com");
  await expect(page.getByLabel("Address of your shop"), "as an install in Shopify's App Store begins").toHaveValue("bloemen.myshopify.com");
  await page.goto("/demo");
  const address = await page.getByRole("figure").filter({ hasText: "Shop address" }).locator("pre").textContent();
  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  await page.getByLabel("Address of your shop").fill(address ?? "");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  const main = page.locator("main");

  await page.getByRole("button", { name: "Approve in my shop" }).click();
  await expect(page.getByRole("heading", { name: "Mooring (Noordzee Handel B.V.) would like to connect to your store" })).toBeVisible();
  await page.getByRole("link", { name: "Deny" }).click();
  await expect(main).toContainText("You declined in your shop.");
  await expect(page, "the token stays in no history").not.toHaveURL(/user_id/);
  await expect(page.getByLabel("Consumer key"), "a key can be typed instead").toBeVisible();

  await page.getByRole("button", { name: "Approve in my shop again" }).click();
  await page.getByRole("link", { name: "Approve" }).click();
  await expect(main).toContainText("The key works: “Blumen am Markt” answered.", { timeout: 30_000 });
  await page.getByRole("button", { name: "Save the key and import" }).click();
  await expect(main).toContainText("First import", { timeout: 30_000 });
  await expect(main).toContainText("in your shop", { timeout: 60_000 });
  const rows = await query("select name from integration where name = 'Blumen am Markt'");
  expect(rows, "the shop's own name replaced its address").toHaveLength(1);
});
