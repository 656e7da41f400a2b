import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";

test("by a few letters one finds a shop, an order by its e-mail, and a page; refresh is one of the things to do", async ({
  openAs,
  query,
}) => {
  const [order] = await query(
    "select number, customer_email from shop_order o join integration i on i.id = o.integration_id where i.name = 'Theehuis Linde' order by placed_at limit 1",
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
  await page.keyboard.type("no such thing anywhere");
  await expect(palette.getByText("Nothing found")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
});

test("the palette speaks German, in the dark and on a phone", async ({ openAs }) => {
  const page = await openAs("merchant", { locale: "de", colorScheme: "dark", viewport: { width: 360, height: 780 } });
  await page.goto("/");
  await page.getByRole("button", { name: /^Suchen/ }).click();
  const palette = page.getByRole("dialog", { name: "Suchen und ausführen" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("einst");
  expect(await findFaults(page)).toEqual([]);
  await palette.getByRole("option", { name: "Einstellungen" }).click();
  await expect(page).toHaveURL(/\/settings$/);
});
