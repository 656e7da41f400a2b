import type { Page } from "@playwright/test";
import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";
import { LOCALES } from "@/lib/i18n/locales";
import { DEMO_SHOPS } from "@/lib/testing/demo-shops";

// Every page, in both themes and languages, on a phone and on a desk: accessible by axe's rules for WCAG 2.2 AA, never wider than its window,
// and without any secret of a shop.

const SECRETS = DEMO_SHOPS.flatMap((shop) => Object.values(shop.credentials));

const LOOKS = [
  { name: "light, English, desktop", colorScheme: "light", locale: "en-GB", viewport: { width: 1280, height: 800 } },
  { name: "dark, German, 360 px", colorScheme: "dark", locale: "de-DE", viewport: { width: 360, height: 740 } },
] as const;

const TABS = ["", "/check", "/orders", "/history", "/settings"];

type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** Missing in the demo: a shop without a key yet, and a question to support. */
async function prepare(query: Query, page: Page): Promise<{ draft: string; question: string }> {
  const [draft] = await query(
    `insert into integration (merchant_id, id, name, platform, base_url)
     select id, gen_random_uuid(), 'Begun', 'woocommerce', 'https://begun.example' from merchant where name = 'Noordzee Handel B.V.' returning merchant_id, id`,
  );
  await query("insert into lane (merchant_id, integration_id, lane) select $1, $2, unnest(array['orders_in', 'tracking_out'])", [
    draft?.["merchant_id"],
    draft?.["id"],
  ]);
  await page.goto(`/m/${draft?.["merchant_id"]}/support/new?integration=${draft?.["id"]}`);
  await page.locator("textarea").fill("Is every page accessible?");
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/\/support\/[0-9a-f-]{36}$/);
  return { draft: String(draft?.["id"]), question: page.url().slice(-36) };
}

async function listPages(
  query: Query,
  { draft, question }: { draft: string; question: string },
): Promise<{ who: "merchant" | "support"; path: string }[]> {
  const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
  const shops = await query("select id, name from integration where merchant_id = $1 order by name", [merchant?.["id"]]);
  const [order] = await query("select id from shop_order where merchant_id = $1 limit 1", [merchant?.["id"]]);
  const base = `/m/${merchant?.["id"]}`;
  return [
    ...[
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
      "/addresses",
      "/help",
      "/settings",
      "/settings/security",
      "/settings/sessions",
      "/settings/emails",
      "/settings/audit",
      "/settings/members",
      "/settings/api",
      "/settings/notifications",
      "/notifications",
      "/support",
      "/support/new",
      `/support/${question}`,
    ].map((path) => ({
      who: "merchant" as const,
      path: base + path,
    })),
    ...shops.flatMap((shop) => TABS.map((tab) => ({ who: "merchant" as const, path: `${base}/integrations/${shop["id"]}${tab}` }))),
    { who: "merchant", path: `${base}/integrations/0193a000-0000-7000-8000-00000000dead` },
    { who: "merchant", path: `${base}/integrations/0193a000-0000-7000-8000-00000000dead/check` },
    { who: "merchant", path: "/addresses" },
    { who: "merchant", path: "/demo" },
    { who: "merchant", path: "/demo/mailbox" },
    { who: "support", path: "/support" },
    { who: "support", path: "/support?q=noord" },
    { who: "support", path: "/support?state=action_needed&sort=attention" },
    { who: "support", path: "/support/queue" },
    { who: "support", path: "/support/threads" },
    { who: "support", path: `/support/threads/${merchant?.["id"]}/${question}` },
    { who: "support", path: "/support/fleet" },
    { who: "support", path: "/support/fleet/bulk?state=action_needed" },
    { who: "support", path: "/support/addresses" },
    { who: "support", path: "/support/settings" },
    { who: "support", path: "/support/audit" },
    { who: "support", path: "/support/audit/sign-ins" },
    { who: "support", path: "/second-factor" },
    { who: "support", path: `/support/merchants/${merchant?.["id"]}` },
  ];
}

for (const { name, ...look } of LOOKS) {
  test(`every page is accessible and fits its window: ${name}`, async ({ openAs, query, browser, baseURL }) => {
    test.setTimeout(420_000);
    const made = await prepare(query, await openAs("merchant", look));
    const faults: string[] = [];
    try {
      const pages = await listPages(query, made);
      for (const who of ["merchant", "support"] as const) {
        const page = await openAs(who, look);
        for (const { path } of pages.filter((entry) => entry.who === who)) {
          await page.goto(path);
          await page.locator("h1").first().waitFor();
          faults.push(...(await findFaultsAt(page, path)));
        }
      }
      const outsider = await browser.newContext({ ...look, ...(baseURL ? { baseURL } : {}) });
      const outside = await outsider.newPage();
      for (const path of [
        "/sign-in",
        "/forgot-password",
        "/sign-up",
        "/sign-up/none",
        "/reset-password/none",
        "/sign-in/confirm/none",
        "/invitation/none",
      ]) {
        await outside.goto(path);
        faults.push(...(await findFaultsAt(outside, path)));
      }
      await outsider.close();
    } finally {
      await query("delete from integration where id = $1", [made.draft]);
      await query("delete from support_thread where id = $1", [made.question]);
    }
    expect(faults).toEqual([]);
  });
}

const OTHER_LANGUAGES = LOCALES.filter((locale) => locale !== "en" && locale !== "de");

test("the main pages fit a phone and are accessible in every other language", async ({ openAs, query }) => {
  test.setTimeout(240_000);
  const [shop] = await query("select id, merchant_id from integration where name = 'Tuin & Pot'");
  const base = `/m/${shop?.["merchant_id"]}`;
  const faults: string[] = [];
  for (const locale of OTHER_LANGUAGES) {
    const page = await openAs("merchant", { locale, colorScheme: "dark", viewport: { width: 360, height: 740 } });
    for (const path of [
      base,
      `${base}/integrations`,
      ...TABS.map((tab) => `${base}/integrations/${shop?.["id"]}${tab}`),
      `${base}/orders`,
      `${base}/settings/audit`,
      `${base}/settings/notifications`,
      "/addresses",
    ]) {
      await page.goto(path);
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      await page.locator("h1").first().waitFor();
      faults.push(...(await findFaultsAt(page, `${locale} ${path}`)));
    }
    await page.close();
    const console = await openAs("support", { locale, viewport: { width: 360, height: 740 } });
    await console.goto("/support?state=action_needed&sort=attention");
    await console.locator("h1").first().waitFor();
    faults.push(...(await findFaultsAt(console, `${locale} /support`)));
    await console.close();
  }
  expect(faults).toEqual([]);
});

async function findFaultsAt(page: Page, path: string): Promise<string[]> {
  const faults = await findFaults(page);
  const html = await page.content();
  if (SECRETS.some((secret) => html.includes(secret))) faults.push("holds a secret of a shop");
  const short = path.replace(/[0-9a-f]{8}-[0-9a-f-]+/g, "…");
  return faults.map((fault) => `${short}: ${fault}`);
}
