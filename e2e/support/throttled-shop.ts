import type { Page } from "@playwright/test";
import { untilHydrated } from "@/e2e/support/test";
import { type ShopSettingsPage, type ShopTab, settingsPath, shopPath } from "@/lib/integrations/shop-paths";
import { DEMO_SHOPS } from "@/lib/testing/demo-shops";

type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** The demo's shop that is throttled after maintenance that has ended. */
export const THROTTLED_SHOP = "Fietsen Vandaag";

/**
 * Resets the shop to the demo's start: throttled since half past two, the last seven hours of orders not imported. Scenarios share one
 * product, and the first that clicks Refresh fixes the shop for all.
 */
export async function throttleAgain(query: Query): Promise<{ merchantId: string; integrationId: string; missing: number }> {
  const [shop] = await query("select id, merchant_id from integration where name = $1", [THROTTLED_SHOP]);
  const integrationId = String(shop?.["id"]);
  const [newest] = await query("select max(modified_at) - interval '7 hours' as until from shop_order where integration_id = $1", [
    integrationId,
  ]);
  const until = newest?.["until"];
  await query("delete from shop_order where integration_id = $1 and modified_at >= $2", [integrationId, until]);
  await query("delete from coverage_interval where integration_id = $1 and covered_from >= $2", [integrationId, until]);
  await query("update coverage_interval set covered_to = $2 where integration_id = $1 and covered_to > $2", [integrationId, until]);
  await query("update sync_run set requested_at = requested_at - interval '10 minutes' where integration_id = $1", [integrationId]);
  await query(
    `update lane set state = 'throttled', since = now() - interval '6 hours', failing_since = now() - interval '6 hours', reason = 'failed', failures = 7, delay_seconds = 3600,
       reason_params = '{"failure": "server_error", "status": 503, "times": 7}', next_sync_at = now() + interval '1 hour', next_recovery_probe_at = now() + interval '1 hour'
     where integration_id = $1 and lane = 'orders_in'`,
    [integrationId],
  );
  await query(
    `update incident set closed_at = null, next_clock_at = null, facts = facts || jsonb_build_object('quietSince', null, 'goodObservations', 0,
       'lanes', jsonb_build_object('tracking_out', null, 'orders_in', jsonb_build_object('state', 'throttled', 'failingSince', now() - interval '6 hours',
         'reason', '{"code": "failed", "failure": "server_error", "status": 503, "times": 7}'::jsonb)))
     where id = (select id from incident where integration_id = $1 order by opened_at desc limit 1)`,
    [integrationId],
  );
  const [{ stored } = { stored: 0 }] = await query("select count(*)::int as stored from shop_order where integration_id = $1", [
    integrationId,
  ]);
  const inShop = DEMO_SHOPS.find((demo) => demo.name === THROTTLED_SHOP)?.series.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return { merchantId: String(shop?.["merchant_id"]), integrationId, missing: inShop - Number(stored) };
}

/** Opens the page of the demo shop with this name. */
export async function openIntegration(page: Page, query: Query, name: string): Promise<void> {
  const [shop] = await query("select id, merchant_id from integration where name = $1", [name]);
  await page.goto(shopPath(String(shop?.["merchant_id"]), String(shop?.["id"])));
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await untilHydrated(page);
}

/** Opens a tab of the current shop's page. */
export const openTab = (page: Page, tab: ShopTab): Promise<void> => follow(page, (...shop) => shopPath(...shop, tab));

/** Opens a page of the current shop's settings. */
export async function openSettings(page: Page, wanted: ShopSettingsPage): Promise<void> {
  await openTab(page, "settings");
  if (wanted !== "general") await follow(page, (...shop) => settingsPath(...shop, wanted));
}

async function follow(page: Page, pathOf: (merchantId: string, integrationId: string) => string): Promise<void> {
  const [, merchantId = "", integrationId = ""] = /\/m\/([^/]+)\/integrations\/([^/?#]+)/.exec(page.url()) ?? [];
  const path = pathOf(merchantId, integrationId);
  await page.locator(`main nav a[href="${path}"]`).first().click();
  await page.locator(`main nav a[href="${path}"][aria-current="page"]`).first().waitFor();
}
