import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";
import { openSettings, openTab } from "@/e2e/support/throttled-shop";

const GERMAN_PHONE = { viewport: { width: 360, height: 740 }, locale: "de-DE", colorScheme: "dark" } as const;

test("hidden statuses are chosen by the shop's own counts before the first import: they stay out of the list, and the total stays complete", async ({
  openAs,
  query,
}) => {
  const [demo] = await query("select base_url from integration where name = 'Theehuis Linde'");
  const { DEMO_SHOPS } = await import("@/lib/testing/demo-shops");
  const credentials = DEMO_SHOPS.find((shop) => shop.name === "Theehuis Linde")?.credentials;
  const [merchant] = await query("select id from merchant where name = 'Weber & Söhne GmbH'");
  // Another scenario connects the same shop to the same merchant.
  await query("delete from integration where merchant_id = $1 and base_url = $2", [merchant?.["id"], demo?.["base_url"]]);
  const page = await openAs("agency");
  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  await page.getByLabel("Address of your shop").fill(String(demo?.["base_url"]));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Linde by status");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Consumer key").fill(credentials?.consumerKey ?? "", { timeout: 20_000 });
  await page.getByLabel("Consumer secret").fill(credentials?.consumerSecret ?? "");
  await page.getByRole("button", { name: "Test and connect" }).click();
  const statuses = page.getByRole("group", { name: "Visible statuses" });
  await expect(statuses).toContainText("All orders are visible.", { timeout: 30_000 });
  await expect(statuses.getByText("Completed", { exact: true })).toBeVisible();
  await statuses.getByRole("checkbox", { name: /^Completed/ }).uncheck();
  await expect(statuses).toContainText(/\d+ of 4\d\d orders are visible\./);
  expect(await findFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Save the key and import" }).click();
  await expect(page.locator("main")).toContainText(/\d+ in your shop.*no duplicates/, { timeout: 60_000 });
  const [row] = await query("select id, left_out_statuses from integration where name = 'Linde by status'");
  expect(row?.["left_out_statuses"]).toEqual(["completed"]);
  const [stored] = await query(
    "select count(*)::int as all, count(*) filter (where status = 'completed')::int as done from shop_order where integration_id = $1",
    [row?.["id"]],
  );
  expect(Number(stored?.["all"])).toBeGreaterThan(400);
  expect(Number(stored?.["done"])).toBeGreaterThan(0);

  await page.goto(`/m/${merchant?.["id"]}/orders?shop=${row?.["id"]}&status=completed`);
  await expect(page.getByText("No order", { exact: false }).first()).toBeVisible();
  await page.getByLabel("Orders with a hidden status").selectOption("1");
  await expect(page).toHaveURL(/left_out=1/);
  await expect(page.locator("main li[data-row]").first()).toContainText("Completed");

  // Changed later in the settings, with our own counts.
  await page.goto(`/m/${merchant?.["id"]}/integrations/${row?.["id"]}`);
  await expect(page.getByRole("link", { name: `${stored?.["done"]} hidden by status` })).toBeVisible();
  await openSettings(page, "import");
  await expect(statuses.getByRole("checkbox", { name: /^Completed/ })).not.toBeChecked();
  await statuses.getByRole("checkbox", { name: /^Completed/ }).check();
  await expect(statuses).toContainText("All orders are visible.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect
    .poll(async () => (await query("select left_out_statuses from integration where id = $1", [row?.["id"]]))[0]?.["left_out_statuses"])
    .toEqual([]);
  await openTab(page, "overview");
  await expect(page.getByRole("link", { name: "See orders" })).toBeVisible();
  await expect(page.getByRole("link", { name: /hidden by status/ })).toHaveCount(0);
});

test("an order with a hidden status says so and links to the settings: in German, dark, on a phone", async ({ openAs, query }) => {
  const [order] = await query(
    `select o.id, o.merchant_id, o.integration_id, o.status from shop_order o join merchant m on m.id = o.merchant_id
     where m.name = 'Noordzee Handel B.V.' and o.removed_at is null order by o.placed_at desc limit 1`,
  );
  await query("update integration set left_out_statuses = array[$2::text] where id = $1", [order?.["integration_id"], order?.["status"]]);
  try {
    const page = await openAs("merchant", GERMAN_PHONE);
    await page.goto(`/m/${order?.["merchant_id"]}/orders/${order?.["id"]}`);
    await expect(page.getByText("Ausgeblendet", { exact: true })).toBeVisible();
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "Einstellungen des Shops" }).click();
    await expect(page.getByRole("group", { name: "Sichtbare Status" })).toContainText(/\d+ von [\d.]+ Bestellungen sind sichtbar\./);
    expect(await findFaults(page)).toEqual([]);
  } finally {
    await query("update integration set left_out_statuses = '{}' where id = $1", [order?.["integration_id"]]);
  }
});
