import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";

const GERMAN_PHONE = { viewport: { width: 360, height: 740 }, locale: "de-DE", colorScheme: "dark" } as const;

test("a phone's navigation bar reaches every section, and every page of Help & support", async ({ openAs }) => {
  const page = await openAs("merchant", GERMAN_PHONE);
  await page.goto("/");
  const title = page.getByRole("heading", { level: 1 });
  await title.waitFor();
  const bar = page.getByRole("navigation", { name: "Hauptnavigation" });
  const more = bar.getByRole("button", { name: "Mehr" });
  const places = bar.getByRole("list", { name: "Mehr" });
  await expect(places).toBeHidden();
  for (const [name, heading] of [
    ["Störungen", "Störungen"],
    ["Einstellungen", "Profil"],
  ] as const) {
    await more.click();
    await expect(places).toBeVisible();
    if (name === "Störungen") expect(await findFaults(page)).toEqual([]);
    await places.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expect(places).toBeHidden();
  }
  await more.click();
  await expect(places.getByRole("link", { name: "Einstellungen" })).toHaveAttribute("aria-current", "page");
  await page.keyboard.press("Escape");
  await expect(places).toBeHidden();
  await expect(more).toBeFocused();
  const help = bar.getByRole("link", { name: /^Hilfe & Support/ });
  const section = page.getByRole("navigation", { name: "Hilfe & Support" });
  for (const [name, path] of [
    ["Allow-List", "addresses"],
    ["Support", "support"],
    ["Hilfe", "help"],
  ] as const) {
    await help.click();
    await section.getByRole("link", { name, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/m/[^/]+/${path}$`));
    await expect(section.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "page");
    await expect(help).toHaveAttribute("aria-current", "page");
  }
});

test("the sidebar leads to help, to our IP addresses with the lines for another shop system, and to settings grouped into You and Company", async ({
  openAs,
}) => {
  const page = await openAs("merchant");
  await page.goto("/");
  const rail = page.getByRole("navigation", { name: "Main navigation" });
  await rail.getByRole("link", { name: /^Help & support/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  await page.getByRole("link", { name: "Allow-list", exact: true }).click();
  await expect(page).toHaveURL(/\/m\/[^/]+\/addresses$/);
  await page
    .getByRole("navigation", { name: /shop system/i })
    .getByRole("link", { name: "Magento" })
    .click();
  await expect(page).toHaveURL(/\/m\/[^/]+\/addresses\?shopSystem=magento$/);

  // Settings are grouped, and each page has its own URL.
  await rail.getByRole("link", { name: "Settings" }).click();
  const settings = page.getByRole("navigation", { name: "Settings" });
  for (const [group, names] of [
    ["You", ["Security", "Sessions", "Profile"]],
    ["Company", ["Members", "API tokens", "Notifications", "Audit log"]],
  ] as const)
    for (const name of names) {
      const link = settings.getByRole("list", { name: group }).getByRole("link", { name, exact: true });
      await link.click();
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await expect(link).toHaveAttribute("aria-current", "page");
    }
});

for (const [name, look] of [
  ["on a phone, in German, in the dark", GERMAN_PHONE],
  ["on a tablet", { viewport: { width: 768, height: 900 } }],
] as const) {
  test(`the orders list shows shop and parcels of every order, and the year of old ones: ${name}`, async ({ openAs, query }) => {
    const [order] = await query(
      `select o.id, o.merchant_id, o.placed_at, o.number, i.name as shop from shop_order o join integration i on i.id = o.integration_id
       join merchant m on m.id = o.merchant_id where m.name = 'Noordzee Handel B.V.' and o.removed_at is null
       and not exists (select 1 from shipment s where s.order_id = o.id) order by o.placed_at desc limit 1`,
    );
    await query("update shop_order set placed_at = '2024-11-08T13:10:00Z' where id = $1", [order?.["id"]]);
    await query(
      `insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, source, recorded_by, status)
       select merchant_id, gen_random_uuid(), integration_id, id, 'DHL', 'JJD2024', 'form', '{"kind":"job","job":"test"}', 'failed' from shop_order where id = $1`,
      [order?.["id"]],
    );
    try {
      const page = await openAs("merchant", look);
      await page.goto(`/m/${order?.["merchant_id"]}/orders?tracking=failed&to=2024-12-31`);
      const row = page.locator(`li[data-row="${order?.["id"]}"]`);
      await expect(row.getByText(String(order?.["shop"]))).toBeVisible();
      await expect(row.getByText(/^(Nicht gesendet|Not sent)$/)).toBeVisible();
      await expect(row.locator("time")).toContainText("2024");
      expect(await findFaults(page)).toEqual([]);
    } finally {
      await query("delete from shipment where order_id = $1", [order?.["id"]]);
      await query("update shop_order set placed_at = $2 where id = $1", [order?.["id"], order?.["placed_at"]]);
    }
  });
}
