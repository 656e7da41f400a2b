import fs from "node:fs";
import path from "node:path";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { findCutHints, findCutTextWhenNarrow, findOverflowWhenEnlarged } from "@/e2e/support/cut-text";
import { findFaults, findTextFaults } from "@/e2e/support/faults";
import { chooseLanguage, expect, test, untilHydrated } from "@/e2e/support/test";
import { LOCALES } from "@/lib/i18n/locales";
import { SHOP_SETTINGS, settingsPath } from "@/lib/integrations/shop-paths";
import { DEMO_SHOPS } from "@/lib/testing/demo-shops";
import { root } from "@/scripts/dev/typescript.mjs";

// Every page, in both themes, on desktop and phone: passes axe's WCAG 2.2 AA rules, never exceeds the window, contains no shop's secret;
// the first page of every route also enlarged, narrow and with wide spacing. In German, which has the longest words; where languages
// differ, in all six.

const SECRETS = DEMO_SHOPS.flatMap((shop) => Object.values(shop.credentials));

/** Routes not opened here, because their content needs a scenario, which checks them itself. */
const ELSEWHERE = new Set([
  "/", // redirects
  "/no-merchant", // for a user without a merchant
  "/sign-in/code", // second-factor.spec.ts
  "/m/[merchantId]/reason", // support-console.spec.ts
  "/support/fleet/jobs/[jobId]", // support-fleet.spec.ts
  "/r/[token]", // host-report.spec.ts
  "/m/[merchantId]/settings/notifications/[channelId]", // notifications.spec.ts
]);

const ROUTES = fs
  .readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "page.tsx")
  .map((file) => `/${path.dirname(file)}`.replace(/\/\([^)]+\)/g, "").replace(/^\/\.$/, "") || "/")
  // The route with the fewest parameters wins.
  .sort((one, other) => one.split("[").length - other.split("[").length);

const routeOf = (address: string): string | undefined => {
  const { pathname } = new URL(address, "http://any");
  return ROUTES.find((route) => new RegExp(`^${route.replace(/\[\w+\]/g, "[^/]+")}$`).test(pathname));
};

let draft: string;
let question: string;

/** Not part of the demo: a shop without a key, and a question to support. */
test.beforeAll(async ({ browser, product, query, sessionOf, merchantPath }) => {
  const [made] = await query(
    `insert into integration (merchant_id, id, name, shop_system, base_url)
     select id, gen_random_uuid(), 'Begun', 'woocommerce', 'https://begun.example' from merchant where name = 'Noordzee Handel B.V.' returning merchant_id, id`,
  );
  draft = String(made?.["id"]);
  await query("insert into lane (merchant_id, integration_id, lane) select $1, $2, unnest(array['orders_in', 'tracking_out'])", [
    made?.["merchant_id"],
    draft,
  ]);
  const context = await browser.newContext({ baseURL: product.url, storageState: await sessionOf("merchant") });
  const page = await context.newPage();
  await page.goto(`${merchantPath}/support/new?integration=${draft}`);
  await page.locator("textarea").fill("Is every page accessible?");
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/\/support\/[0-9a-f-]{36}$/);
  question = page.url().slice(-36);
  await context.close();
});

test.afterAll(async ({ query }) => {
  await query("delete from integration where id = $1", [draft]);
  await query("delete from support_thread where id = $1", [question]);
});

const SETTINGS = SHOP_SETTINGS.map((page) => settingsPath("", "", page).replace("/m//integrations/", ""));

type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** Pages of demo shops that together cover every state and everything a tab can show. */
async function listShopPages(query: Query): Promise<string[]> {
  const shops = await query(
    "select i.id, i.name from integration i join merchant m on m.id = i.merchant_id where m.name = 'Noordzee Handel B.V.'",
  );
  const pagesOf = (name: string, tabs: readonly string[]): string[] =>
    tabs.map((tab) => `/integrations/${shops.find((shop) => shop["name"] === name)?.["id"]}${tab}`);
  return [
    ...pagesOf("Tuin & Pot", ["", "/diagnosis", "/sync", "/history", ...SETTINGS]),
    ...pagesOf("Begun", [""]),
    ...pagesOf("De kleine Zeilboot", ["", "/diagnosis"]),
    ...pagesOf("Fietsen Vandaag", ["", "/history"]),
    ...pagesOf("Oud-Zuid Thee", ["", "/diagnosis"]),
    ...pagesOf("Theehuis Linde", ["", "/diagnosis"]),
    "/integrations/0193a000-0000-7000-8000-00000000dead",
  ];
}

async function listMerchantPages(query: Query): Promise<string[]> {
  const [order] = await query(
    "select o.id from shop_order o join integration i on i.id = o.integration_id where i.name = 'Tuin & Pot' limit 1",
  );
  const [incident] = await query(
    "select o.id from incident o join integration i on i.id = o.integration_id where i.name = 'Tuin & Pot' and o.closed_at is null",
  );
  return [
    "",
    "/integrations",
    "/integrations?q=nothing-of-this-name",
    "/integrations/connect",
    `/integrations/connect/${draft}`,
    "/orders",
    "/orders?q=zzzz",
    "/orders/import",
    "/orders?tracking=failed",
    `/orders/${order?.["id"]}`,
    "/incidents",
    `/incidents/${incident?.["id"]}`,
    "/addresses",
    "/help",
    "/settings",
    "/settings/security",
    "/settings/sessions",
    "/settings/audit",
    "/settings/members",
    "/settings/api",
    "/settings/notifications",
    "/settings/privacy",
    "/notifications",
    "/support",
    "/support/new",
    `/support/${question}`,
  ];
}

const listSupportPages = (merchantId: string): string[] => [
  "/support",
  "/support?q=noord",
  "/support?state=action_needed&sort=attention",
  "/support/queue",
  "/support/macros",
  "/support/threads",
  `/support/threads/${merchantId}/${question}`,
  "/support/fleet",
  "/support/fleet/fixes",
  "/support/fleet/shops?state=action_needed",
  "/support/fleet/bulk?state=action_needed",
  "/support/addresses",
  "/support/settings",
  "/support/audit",
  "/support/audit/sign-ins",
  `/support/merchants/${merchantId}`,
  "/second-factor",
];

const OUTSIDE = [
  ...[
    "/sign-in",
    "/forgot-password",
    "/sign-up",
    "/addresses",
    "/status",
    "/developers",
    "/developers/addChannel",
    "/demo",
    "/demo/mailbox",
  ],
  ...[
    "/sign-up/none",
    "/reset-password/none",
    "/sign-in/confirm/none",
    "/invitation/none",
    "/confirm-email/none",
    "/unsubscribe/none",
    "/freeze/none",
  ],
];

const LOOKS = [
  { name: "light, desktop", locale: "de-DE", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { name: "dark, 360 px", locale: "de-DE", colorScheme: "dark", viewport: { width: 360, height: 740 } },
] as const;

/** `open` returns a page in which the user is signed in. */
async function expectNoFaults(open: (options: BrowserContextOptions) => Promise<Page>, addresses: readonly string[]): Promise<void> {
  const faults: string[] = [];
  for (const { name, ...look } of LOOKS) {
    const page = await open(look);
    const tried = new Set<string | undefined>();
    for (const address of addresses) {
      await page.emulateMedia({ reducedMotion: "no-preference" });
      await page.setViewportSize(look.viewport);
      await page.goto(address);
      await page.locator("h1").first().waitFor();
      const found = await findFaults(page);
      const html = await page.content();
      if (SECRETS.some((secret) => html.includes(secret))) found.push("holds a secret of a shop");
      const route = routeOf(address);
      // Mails have a layout of their own.
      if (look.colorScheme === "dark" && !tried.has(route) && route !== "/demo/mailbox") {
        await page.emulateMedia({ reducedMotion: "reduce" });
        found.push(...(await findOverflowWhenEnlarged(page)), ...(await findCutTextWhenNarrow(page, [360, 1280])));
      }
      tried.add(route);
      faults.push(...found.map((fault) => `${address.replace(/[0-9a-f]{8}-[0-9a-f-]+/g, "…")}, ${name}: ${fault}`));
    }
    await page.context().close();
  }
  expect(faults).toEqual([]);
}

for (const [who, list] of [
  ["of a shop", listShopPages],
  ["of a merchant", listMerchantPages],
] as const)
  test(`every page ${who} is accessible and fits its window, in both themes, on desktop and phone, zoomed and narrow`, async ({
    openAs,
    query,
    merchantPath,
  }) => {
    test.setTimeout(240_000);
    const pages = (await list(query)).map((place) => merchantPath + place);
    await expectNoFaults((options) => openAs("merchant", options), pages);
  });

test("every support page is accessible and fits its window, in both themes, on desktop and phone, zoomed and narrow", async ({
  openAs,
  merchantPath,
}) => {
  test.setTimeout(240_000);
  await expectNoFaults((options) => openAs("support", options), listSupportPages(merchantPath.slice(-36)));
});

test("every public page is accessible and fits its window, in both themes, on desktop and phone, zoomed and narrow", async ({
  browser,
  product,
}) => {
  test.setTimeout(240_000);
  await expectNoFaults(async (options) => (await browser.newContext({ ...options, baseURL: product.url })).newPage(), OUTSIDE);
});

test("no route is left out", async ({ query, merchantPath }) => {
  const ofMerchants = [...(await listShopPages(query)), ...(await listMerchantPages(query))].map((place) => merchantPath + place);
  const tried = new Set([...ofMerchants, ...listSupportPages(merchantPath.slice(-36)), ...OUTSIDE].map(routeOf));
  expect(ROUTES.filter((route) => !tried.has(route) && !ELSEWHERE.has(route))).toEqual([]);
});

test("in every language pages speak it, and nothing is cut off on a phone", async ({ openAs, product, query }) => {
  test.setTimeout(300_000);
  const [shop] = await query("select id, merchant_id from integration where name = 'Tuin & Pot'");
  const base = `/m/${shop?.["merchant_id"]}`;
  const withFields = ["/orders", "/integrations", "/settings/notifications"];
  const tabs = ["", "/diagnosis", "/sync", "/history", "/settings", "/settings/connection", "/settings/import"].map(
    (tab) => `/integrations/${shop?.["id"]}${tab}`,
  );
  // French has its long words in other places than German, which is tested on every page.
  const longInFrench = ["/orders", "/integrations", "", ...tabs, "/settings/audit"];
  const [member, staff] = [await openAs("merchant"), await openAs("support")];
  const faults: string[] = [];
  for (const locale of LOCALES) {
    const look = async (page: Page, address: string): Promise<void> => {
      const found: string[] = [];
      await page.setViewportSize({ width: 320, height: 740 });
      await page.goto(address);
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      await page.locator("h1").first().waitFor();
      found.push(...(await findCutHints(page)));
      if (address === `${base}/integrations`) {
        await untilHydrated(page);
        await page.keyboard.press("Control+k");
        await page.getByRole("dialog").locator("input").waitFor();
        found.push(...(await findCutHints(page)));
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "hidden" });
      }
      await page.setViewportSize({ width: 360, height: 740 });
      found.push(...(await findTextFaults(page)));
      if (locale === "fr" && longInFrench.includes(address.slice(base.length)))
        found.push(...(await findCutTextWhenNarrow(page, [360, 1280])));
      faults.push(...found.map((fault) => `${locale}, ${address.replace(/[0-9a-f]{8}-[0-9a-f-]+/g, "…")}: ${fault}`));
    };
    for (const page of [member, staff]) await chooseLanguage(page, product, locale);
    const others = locale === "en" || locale === "de" ? [] : ["", ...tabs, "/settings/audit", "/addresses"];
    for (const place of [...withFields, ...others]) await look(member, base + place);
    for (const address of ["/support", "/support?state=action_needed&sort=attention"]) await look(staff, address);
  }
  expect(faults).toEqual([]);
});
