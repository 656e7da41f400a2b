import type { Locator, Page } from "@playwright/test";
import { findFaults } from "@/e2e/support/faults";
import { expect, test, untilHydrated } from "@/e2e/support/test";

// Everything that opens on a page: menus, dialogs, refusals, explanations, selections. Checked like pages: axe's WCAG 2.2 AA rules and the
// width of the window, in both themes and languages.

const LOOKS = [
  { name: "light, English, desktop", words: 0, colorScheme: "light", locale: "en-GB", viewport: { width: 1280, height: 800 } },
  { name: "dark, German, 360 px", words: 1, colorScheme: "dark", locale: "de-DE", viewport: { width: 360, height: 740 } },
] as const;

interface State {
  name: string;
  path: string;
  /** Brings the page into the state and returns an element that must be visible. */
  open: (page: Page, say: (...words: [string, string]) => string) => Promise<Locator>;
}

const first = (locator: Locator): Locator => locator.filter({ visible: true }).first();

const statesOf = (base: string, shop: string, shippable: string): State[] => [
  {
    name: "the command palette",
    path: base,
    async open(page) {
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("option").first()).toBeVisible();
      return page.getByRole("dialog");
    },
  },
  {
    name: "the help of the keys",
    path: `${base}/integrations`,
    async open(page) {
      await page.keyboard.press("?");
      return page.getByRole("dialog");
    },
  },
  {
    name: "the person's menu",
    path: base,
    async open(page) {
      await first(page.locator('button[aria-haspopup="menu"]').filter({ hasText: /Anouk|de Vries|@|./ })).focus();
      await page.keyboard.press("Enter");
      return page.getByRole("menu");
    },
  },
  {
    name: "a selection of shops",
    path: `${base}/integrations`,
    async open(page, say) {
      await page.locator("[data-select]").first().check();
      return page.getByRole("region", { name: say("Selected shops", "Ausgewählte Shops") });
    },
  },
  {
    name: "the choice of columns",
    path: `${base}/integrations`,
    async open(page, say) {
      await page.getByRole("button", { name: say("Columns", "Spalten") }).focus();
      await page.keyboard.press("Enter");
      return page.getByRole("menu");
    },
  },
  {
    name: "an address that is refused",
    path: `${base}/integrations/connect`,
    async open(page, say) {
      await page.getByRole("textbox").first().fill("http://169.254.169.254/");
      await page.getByRole("button", { name: say("Continue", "Weiter"), exact: true }).click();
      return page.locator("[aria-invalid=true]");
    },
  },
  {
    name: "the dialog before disconnecting, with a name that differs",
    path: `${base}/integrations/${shop}/settings/danger`,
    async open(page, say) {
      await page.getByRole("button", { name: say("Disconnect shop", "Shop trennen") }).click();
      await page.getByRole("dialog").getByRole("textbox").fill("another name");
      return page.getByRole("dialog");
    },
  },
  {
    name: "an address that the settings refuse",
    path: `${base}/integrations/${shop}/settings/connection`,
    async open(page, say) {
      await page.getByLabel(say("Address", "Adresse"), { exact: true }).fill("not an address");
      await page.getByRole("button", { name: say("Save", "Speichern"), exact: true }).click();
      return page.locator("[aria-invalid=true]");
    },
  },
  {
    name: "an explanation of a word",
    path: `${base}/integrations/${shop}`,
    async open(page) {
      await first(page.locator("main button[popovertarget]")).click();
      return first(page.getByRole("note"));
    },
  },
  {
    name: "the dialog that ships several orders",
    path: `${base}/orders?shop=${shop}`,
    async open(page, say) {
      await page.locator("main li input[type=checkbox]").nth(0).check();
      await page.locator("main li input[type=checkbox]").nth(1).check();
      await page.getByRole("button", { name: say("Mark as shipped …", "Als versandt markieren …") }).click();
      return page.getByRole("dialog");
    },
  },
  {
    name: "a parcel without a number",
    path: `${base}/orders/${shippable}`,
    async open(page, say) {
      await page.getByRole("button", { name: say("Mark as shipped", "Als versandt markieren") }).click();
      return page.locator("[aria-invalid=true], :invalid").first();
    },
  },
  {
    name: "the shop's record",
    path: `${base}/orders/${shippable}`,
    async open(page, say) {
      await page
        .locator("summary")
        .filter({ hasText: say("The shop’s record", "Datensatz des Shops") })
        .click();
      return page.locator("main pre").last();
    },
  },
  {
    name: "no network",
    path: `${base}/orders`,
    async open(page, say) {
      await page.context().setOffline(true);
      return page.getByText(say("No connection.", "Keine Verbindung."));
    },
  },
];

for (const { name, words, ...look } of LOOKS)
  test(`every dialog, menu and sheet is accessible and fits its window: ${name}`, async ({ openAs, query }) => {
    test.setTimeout(180_000);
    const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
    const [order] = await query("select id from shop_order where integration_id = $1 and removed_at is null limit 1", [shop?.["id"]]);
    const faults: string[] = [];
    const page = await openAs("merchant", look);
    for (const state of statesOf(`/m/${shop?.["merchant_id"]}`, String(shop?.["id"]), String(order?.["id"])))
      await test.step(state.name, async () => {
        await page.goto(state.path);
        await page.locator("h1").first().waitFor();
        await untilHydrated(page);
        const shown = await state.open(page, (...said) => said[words] ?? "");
        await expect(shown.first(), state.name).toBeVisible();
        // A bar floating above the end of the window must not cover the end of the page.
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        // Menus are rendered outside the landmarks.
        const found = (await findFaults(page)).filter((fault) => !/^region at .*popper/.test(fault));
        faults.push(...found.map((fault) => `${state.name}: ${fault}`));
      });
    expect(faults).toEqual([]);
  });
