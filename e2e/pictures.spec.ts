import { randomUUID } from "node:crypto";
import path from "node:path";
import type { Page } from "@playwright/test";
import { makeManyShops } from "@/e2e/support/many-shops";
import { expect, test } from "@/e2e/support/test";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

// Screenshots of key states (e2e/pictures/), compared with a tolerance for other Chromium versions' fonts: detects what moves, disappears
// or changes its colour, but not a rounded edge. `npx playwright test e2e/pictures.spec.ts --update-snapshots` takes new ones.

const LOOKS = [
  { name: "light-en-desktop", colorScheme: "light", locale: "en-GB", viewport: { width: 1280, height: 800 } },
  { name: "dark-de-phone", colorScheme: "dark", locale: "de-DE", viewport: { width: 360, height: 740 } },
] as const;

/** A page renders with the fonts available at once, so fetch them into the cache first. */
async function fetchFonts(page: Page): Promise<void> {
  await page.goto("/addresses");
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

async function look(page: Page, name: string): Promise<void> {
  await page.locator("h1").first().waitFor();
  await expect(page.locator('main [aria-busy="true"]:not(button)')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await expect(page).toHaveScreenshot(`${name}.png`, {
    animations: "disabled",
    maxDiffPixelRatio: 0.02,
    threshold: 0.3,
    stylePath: path.join(import.meta.dirname, "support/pictures.css"),
  });
}

type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** Creates orders that look the same in every screenshot. @returns the id of the first */
async function makeOrders(query: Query, merchantId: string, integrationId: string): Promise<string> {
  const [first] = await query(
    `insert into shop_order (merchant_id, id, integration_id, external_id, number, status, currency, total, customer_name, customer_email, lines, placed_at,
       modified_at, raw, raw_hash, search_text)
     select $1, gen_random_uuid(), $2, n::text, (1000 + n)::text, (array['processing', 'completed', 'on-hold', 'cancelled'])[1 + n % 4], 'EUR', 10 * n,
       'Customer ' || n, 'customer' || n || '@mail.example',
       '[{"externalId":"1","name":"Tea","sku":"TEA-1","quantity":2,"unitPrice":"5.00","total":"10.00","hsCode":null,"weightGrams":250,"originCountry":null}]',
       now() - n * interval '1 minute', now() - n * interval '1 minute', '{"id":1}', '\\x00', n::text
     from generate_series(1, 8) n returning id`,
    [merchantId, integrationId],
  );
  return String(first?.["id"]);
}

/** Three hours ago, but never yesterday: times of other days have longer texts. */
const EARLIER_TODAY =
  "greatest(now() - interval '3 hours', date_trunc('day', now() at time zone 'Europe/Amsterdam') at time zone 'Europe/Amsterdam')";

/** Creates an ongoing incident: a shop whose orders have not arrived since earlier today. */
async function makeIncident(query: Query, merchantId: string, integrationId: string): Promise<void> {
  await query(`update lane set since = ${EARLIER_TODAY}, last_success_at = ${EARLIER_TODAY} where merchant_id = $1`, [merchantId]);
  await query(
    `update incident set opened_at = ${EARLIER_TODAY}, facts = jsonb_set(facts, '{lanes,orders_in,failingSince}', to_jsonb(${EARLIER_TODAY}))
     where merchant_id = $1`,
    [merchantId],
  );
  await query(
    `insert into incident_entry (merchant_id, id, incident_id, at, kind, details)
     select merchant_id, gen_random_uuid(), id, opened_at, 'effect_changed', '{"lane":"orders_in","from":null,"to":"down"}'
     from incident where merchant_id = $1 and integration_id = $2`,
    [merchantId, integrationId],
  );
}

/** Second step of connecting: what responded at the URL. */
async function lookAtFound(page: Page, emptyId: string, shopAddress: string, name: string): Promise<void> {
  await page.goto(`/m/${emptyId}/integrations/connect`);
  await page.locator('main input[inputmode="url"]').fill(shopAddress);
  await page.locator("main form button[type=submit]").click();
  await page.locator("main form select").waitFor();
  await look(page, `connect-found-${name}`);
}

for (const { name, ...options } of LOOKS) {
  test(`key states match their reference pictures: ${name}`, async ({ openAs, query, browser, baseURL, sessionOf }) => {
    test.setTimeout(180_000);
    const page = await openAs("agency", options);
    const { merchantId } = await makeManyShops(query, DEMO_SIGN_INS.agency.email, 24);
    const emptyId = randomUUID();
    await query("insert into merchant (id, name) values ($1, 'Merchant without shops')", [emptyId]);
    await query("insert into membership (merchant_id, person_id, role) select $1, id, 'owner' from person where email = $2", [
      emptyId,
      DEMO_SIGN_INS.agency.email,
    ]);
    const [shop] = await query("select id from integration where merchant_id = $1 and name = 'Shop 010'", [merchantId]);
    const [demo] = await query("select base_url from integration where name = 'Theehuis Linde'");
    const shopId = String(shop?.["id"]);
    const orderId = await makeOrders(query, merchantId, shopId);
    await makeIncident(query, merchantId, shopId);
    try {
      await fetchFonts(page);
      for (const [state, address] of [
        ["overview", `/m/${merchantId}`],
        ["integrations", `/m/${merchantId}/integrations`],
        ["integrations-none-matches", `/m/${merchantId}/integrations?q=nothing`],
        ["overview-empty", `/m/${emptyId}`],
        ["integrations-empty", `/m/${emptyId}/integrations`],
        ["orders-empty", `/m/${emptyId}/orders`],
        ["connect", `/m/${emptyId}/integrations/connect`],
        ["not-found", `/m/${emptyId}/orders/0193a000-0000-7000-8000-00000000dead`],
        ["integration", `/m/${merchantId}/integrations/${shopId}`],
        ["integration-settings", `/m/${merchantId}/integrations/${shopId}/settings`],
        ...(["connection", "import", "sharing", "danger"] as const).map(
          (part) => [`integration-settings-${part}`, `/m/${merchantId}/integrations/${shopId}/settings/${part}`] as const,
        ),
        ["notifications", `/m/${emptyId}/settings/notifications`],
        ["connect-key", `/m/${merchantId}/integrations/connect/${shopId}`],
        ["orders", `/m/${merchantId}/orders`],
        ["order", `/m/${merchantId}/orders/${orderId}`],
        ["incidents", `/m/${merchantId}/incidents`],
        ["settings", `/m/${emptyId}/settings`],
        ["help", `/m/${emptyId}/help`],
      ] as const)
        await test.step(state, async () => {
          // The worker finds the shops in trouble, and the bell counts it.
          await query("delete from notification where merchant_id = $1", [merchantId]);
          if (state === "incidents")
            await query("delete from incident where merchant_id = $1 and integration_id <> $2", [merchantId, shopId]);
          await page.goto(address);
          if (/^(overview|integrations?|integration-settings(-\w+)?|orders?|incidents|connect-key)$/.test(state))
            await expect(page.getByText("Live", { exact: true })).toBeVisible();
          await look(page, `${state}-${name}`);
        });
      await test.step("connect-found", () => lookAtFound(page, emptyId, String(demo?.["base_url"]), name));
      await test.step("error", async () => {
        const context = await browser.newContext({ ...options, ...(baseURL ? { baseURL } : {}), storageState: await sessionOf("support") });
        const failing = await context.newPage();
        await fetchFonts(failing);
        await query("alter table merchant_note rename to merchant_note_away");
        await failing.goto(`/support/merchants/${merchantId}`);
        await failing.locator("[role=alert] h1").waitFor();
        await query("alter table merchant_note_away rename to merchant_note");
        await look(failing, `error-${name}`);
        await context.close();
      });
      const outsider = await browser.newContext({ ...options, ...(baseURL ? { baseURL } : {}) });
      const signIn = await outsider.newPage();
      await fetchFonts(signIn);
      await signIn.goto("/sign-in");
      await look(signIn, `sign-in-${name}`);
      await outsider.close();
    } finally {
      await query("alter table if exists merchant_note_away rename to merchant_note");
      await query("delete from merchant where id = any($1)", [[merchantId, emptyId]]);
    }
  });
}
