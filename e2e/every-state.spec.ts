import type { Locator, Page } from "@playwright/test";
import { findCutText } from "@/e2e/support/cut-text";
import { findFaults } from "@/e2e/support/faults";
import { expect, test, untilHydrated } from "@/e2e/support/test";

// What opens on a page: menus, dialogs, refusals, explanations, selections. Each is looked at as pages are: axe's rules for WCAG 2.2 AA and
// the width of the window, in both themes and languages.

const LOOKS = [
  { name: "light, English, desktop", words: 0, colorScheme: "light", locale: "en-GB", viewport: { width: 1280, height: 800 } },
  { name: "dark, German, 360 px", words: 1, colorScheme: "dark", locale: "de-DE", viewport: { width: 360, height: 740 } },
] as const;

interface State {
  name: string;
  path: string;
  /** Brings the page there; what it gives must be seen. */
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
    name: "a name that does not resolve",
    path: `${base}/integrations/connect`,
    async open(page, say) {
      await page.getByRole("textbox").first().fill("shop.does-not-exist.invalid");
      await page.getByRole("button", { name: say("Continue", "Weiter"), exact: true }).click();
      return page.locator("[aria-invalid=true]");
    },
  },
  {
    name: "the dialog before disconnecting, with a name that differs",
    path: `${base}/integrations/${shop}/settings`,
    async open(page, say) {
      await page.getByRole("button", { name: say("Disconnect shop", "Shop trennen") }).click();
      await page.getByRole("dialog").getByRole("textbox").fill("another name");
      return page.getByRole("dialog");
    },
  },
  {
    name: "the key to replace",
    path: `${base}/integrations/${shop}/settings`,
    async open(page, say) {
      await page
        .locator("#settings summary")
        .filter({ hasText: say("API key", "API-Schlüssel") })
        .last()
        .click();
      return page.getByRole("button", { name: say("Test and replace", "Testen und ersetzen") });
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
  test(`what opens on a page is accessible and fits its window: ${name}`, async ({ openAs, query }) => {
    test.setTimeout(300_000);
    const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
    const [order] = await query("select id from shop_order where integration_id = $1 and removed_at is null limit 1", [shop?.["id"]]);
    const faults: string[] = [];
    for (const state of statesOf(`/m/${shop?.["merchant_id"]}`, String(shop?.["id"]), String(order?.["id"])))
      await test.step(state.name, async () => {
        const page = await openAs("merchant", look);
        await page.goto(state.path);
        await page.locator("h1").first().waitFor();
        await untilHydrated(page);
        const shown = await state.open(page, (...said) => said[words] ?? "");
        await expect(shown.first(), state.name).toBeVisible();
        // A bar that floats above the end of the window covers nothing at the end of the page.
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        // A menu is rendered beside the landmarks.
        const found = (await findFaults(page)).filter((fault) => !/^region at .*popper/.test(fault));
        faults.push(...found.map((fault) => `${state.name}: ${fault}`));
        await page.close();
      });
    expect(faults).toEqual([]);
  });

/** Every tab of a shop's page. */
const tabsOf = (integrationId: unknown): string[] =>
  ["", "/check", "/orders", "/history", "/settings"].map((tab) => `/integrations/${integrationId}${tab}`);

const ENLARGED = [
  // 1280 px at 200 %.
  { name: "at 200 %", viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, fontSize: null },
  { name: "with letters twice as large", viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, fontSize: 32 },
] as const;

for (const { name, fontSize, ...look } of ENLARGED)
  test(`every main page stands without a bar to scroll sideways ${name}, in German, and without motion`, async ({ openAs, query }) => {
    test.setTimeout(240_000);
    const [shop] = await query("select id, merchant_id from integration where name = 'Tuin & Pot'");
    const [order] = await query("select id from shop_order where merchant_id = $1 limit 1", [shop?.["merchant_id"]]);
    const base = `/m/${shop?.["merchant_id"]}`;
    const page = await openAs("merchant", { ...look, locale: "de-DE", reducedMotion: "reduce" });
    // What a browser's setting of the size of letters does, its media queries included.
    if (fontSize) await (await page.context().newCDPSession(page)).send("Page.setFontSizes", { fontSizes: { standard: fontSize } });
    const wide: string[] = [];
    for (const path of [
      "",
      "/integrations",
      "/integrations/connect",
      ...tabsOf(shop?.["id"]),
      "/orders",
      `/orders/${order?.["id"]}`,
      "/orders/import",
      "/incidents",
      "/notifications",
      "/support",
      "/help",
      "/settings",
      "/settings/notifications",
      "/settings/audit",
      "/settings/members",
      "/settings/api",
    ]) {
      await page.goto(base + path);
      await page.locator("h1").first().waitFor();
      if (fontSize) expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe(`${fontSize}px`);
      const found = await page.evaluate(() => ({
        wider: document.documentElement.scrollWidth - innerWidth,
        moving: document.getAnimations().filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 1).length,
        // Text that its box cuts off although the box does not scroll and nothing says the rest.
        cut: [...document.querySelectorAll<HTMLElement>("main button, main h1, main h2, main label")]
          .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "hidden")
          .map((element) => (element.textContent ?? "").slice(0, 40)),
      }));
      if (found.wider > 0) wide.push(`${path}: ${found.wider} px too wide`);
      if (found.moving > 0) wide.push(`${path}: ${found.moving} things move`);
      wide.push(...found.cut.map((text) => `${path}: "${text}" is cut off`));
    }
    expect(wide).toEqual([]);
  });

/** Text spacing that a page must withstand by WCAG 1.4.12: https://www.w3.org/TR/WCAG22/#text-spacing */
const SPACED = `*, ::before, ::after { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`;

for (const locale of ["de", "fr"] as const)
  test(`no page cuts text off or is moved sideways at 320 px (WCAG 1.4.10), nor with the spacing of WCAG 1.4.12: ${locale}`, async ({
    openAs,
    query,
  }) => {
    test.setTimeout(420_000);
    const [shop] = await query("select id, merchant_id from integration where name = 'Tuin & Pot'");
    const [order] = await query("select id from shop_order where merchant_id = $1 limit 1", [shop?.["merchant_id"]]);
    const faults: string[] = [];
    const walk = async (page: Page, paths: readonly string[]): Promise<void> => {
      for (const path of paths) {
        // 1280 px by 1024 px at 400 %.
        await page.setViewportSize({ width: 320, height: 256 });
        await page.goto(path);
        await page.locator("h1").first().waitFor();
        // What is not laid out yet has no text, and what is folded none that one sees.
        await page.addStyleTag({ content: "* { content-visibility: visible !important }" });
        await page.evaluate(() => {
          for (const part of document.querySelectorAll("details")) part.open = true;
        });
        const look = async (name: string): Promise<void> => {
          let found: string[] = [];
          // Parts of the page take their place when its width has changed.
          await expect(async () => {
            found = await findCutText(page);
            expect(found).toEqual([]);
          })
            .toPass({ timeout: 3_000 })
            .catch(() => {});
          faults.push(...found.map((fault) => `${path.replace(/[0-9a-f-]{36}/g, "…")}, ${name}: ${fault}`));
        };
        await look("320 px");
        await page.addStyleTag({ content: SPACED });
        for (const width of [360, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          await look(`spaced, ${width} px`);
        }
      }
      await page.context().close();
    };
    const base = `/m/${shop?.["merchant_id"]}`;
    const most = ["", "/integrations", ...tabsOf(shop?.["id"]), "/orders", "/settings/audit"];
    const others = [
      ...[
        "/integrations/connect",
        `/orders/${order?.["id"]}`,
        "/orders/import",
        "/incidents",
        "/notifications",
        "/support/new",
        "/addresses",
      ],
      ...["/help", "/settings", "/settings/security", "/settings/emails", "/settings/notifications", "/settings/members", "/settings/api"],
    ];
    // The long words of German find most of what is cut; those of French are long in other places of the pages that have most of them.
    const isGerman = locale === "de";
    await walk(
      await openAs("merchant", { locale, reducedMotion: "reduce" }),
      [...most, ...(isGerman ? others : [])].map((path) => base + path),
    );
    const ofStaff = [
      "?state=action_needed&sort=attention",
      "/queue",
      "/fleet",
      "/settings",
      "/audit",
      `/merchants/${shop?.["merchant_id"]}`,
    ];
    if (isGerman)
      await walk(
        await openAs("support", { locale, reducedMotion: "reduce" }),
        ofStaff.map((path) => `/support${path}`),
      );
    expect(faults).toEqual([]);
  });
