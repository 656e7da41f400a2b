import { expect, test } from "@/e2e/support/test";

test("a merchant connects a WooCommerce shop by one approval: first declined, then given", async ({ openAs, query }) => {
  test.setTimeout(120_000);
  const [demo] = await query("select base_url from integration where name = 'Spielkiste Köln'");
  const [merchant] = await query("select id, name from merchant where name = 'Noordzee Handel B.V.'");
  const page = await openAs("agency", { ignoreHTTPSErrors: true });
  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  await page.getByLabel("Address of your shop").fill(String(demo?.["base_url"]));
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
  await expect(main).toContainText("The key works: “Spielkiste Köln” answered.", { timeout: 30_000 });
  await page.getByRole("button", { name: "Save the key and import" }).click();
  await expect(main).toContainText("First import", { timeout: 30_000 });
  await expect(main).toContainText("in your shop", { timeout: 60_000 });
  const rows = await query("select name from integration where name = 'Spielkiste Köln'");
  expect(rows, "the shop's own name replaced its address").toHaveLength(2);
});
