import { DAY_MS } from "@/lib/base/units";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { formatShopTime, readShopTime } from "@/lib/connectors/prestashop/shop-time";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import type { ShopOrder } from "@/lib/infra/prisma-client/client";
import { getRun } from "@/lib/sync/data";
import { requestRefresh } from "@/lib/sync/mutations";
import type { RunView } from "@/lib/sync/past-runs/run-view";
import { executeRun } from "@/lib/sync/run/execute-run";
import { startRun } from "@/lib/sync/run/start-run";
import type { RunTrigger } from "@/lib/sync/triggers";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FAKE_SHOP_ZONE, type FakeKeys } from "@/lib/testing/fake-shops/shop-systems";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

// For tests: a fake WooCommerce connected to a merchant, and a worker's tasks executed in this process.

/** The keys that these shops accept, as the merchant types them in. */
const KEYS: Record<ShopSystem, Record<string, string>> = {
  woocommerce: { consumerKey: `ck_${"a".repeat(40)}`, consumerSecret: `cs_${"b".repeat(40)}` },
  magento: { accessToken: "a".repeat(32), accessTokenSecret: "b".repeat(32), consumerKey: "c".repeat(32), consumerSecret: "d".repeat(32) },
  prestashop: { key: "P".repeat(32) },
  shopify: { accessToken: `shpat_${"a".repeat(32)}` },
};
export const SHOP_KEYS = KEYS.woocommerce;
export const SHOP_KEYS_OF: Readonly<Record<ShopSystem, Record<string, string>>> = KEYS;

export const LOOPBACK: OutsideConfig = {
  egress: { addresses: [], control: null },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};

export interface SyncedShop extends ConnectedShop {
  shop: FakeShop;
}

/**
 * Orders of the last forty days, the newest a minute old. None was placed or last changed in the repeated hour of a wall clock, where shops that
 * write wall times are ambiguous, so that no version could be expected (prestashop.test.ts covers that).
 */
export function recentOrders(count: number, seed = 7, timeZone = FAKE_SHOP_ZONE): FakeOrder[] {
  const certain = (at: Date): Date => readShopTime(formatShopTime(at, timeZone), timeZone, new Date()) ?? at;
  const from = new Date(Date.now() - 40 * DAY_MS);
  const orders = generateOrders({ count, seed, from, to: new Date(Date.now() - 60_000) });
  return orders.map((order) => ({ ...order, createdAt: certain(order.createdAt), modifiedAt: certain(order.modifiedAt) }));
}

/** The shop alone, without a merchant. `host` is a loopback address. */
export function startBareShop(orders: readonly FakeOrder[], shopSystem: ShopSystem = "woocommerce", host = "127.0.0.1"): Promise<FakeShop> {
  const { woocommerce, magento, shopify, prestashop } = KEYS;
  switch (shopSystem) {
    case "woocommerce":
      return startFakeShop({ shopSystem, host, orders, credentials: [woocommerce as unknown as FakeKeys["woocommerce"]] });
    case "magento":
      return startFakeShop({ shopSystem, host, orders, credentials: [magento as unknown as FakeKeys["magento"]] });
    case "prestashop":
      return startFakeShop({ shopSystem, host, orders, credentials: [{ apiKey: prestashop["key"] ?? "" }] });
    case "shopify":
      return startFakeShop({ shopSystem, host, orders, credentials: [shopify as unknown as FakeKeys["shopify"]] });
  }
}

/** `merchantId`: an existing merchant; a new one by default. */
export async function startSyncedShop(
  orders: readonly FakeOrder[],
  { merchantId, shopSystem = "woocommerce", host }: { merchantId?: string; shopSystem?: ShopSystem; host?: string } = {},
): Promise<SyncedShop> {
  const shop = await startBareShop(orders, shopSystem, host);
  const connected = await connectShop({
    ...(merchantId ? { merchantId } : {}),
    shopSystem,
    baseUrl: shop.url,
    credentials: KEYS[shopSystem],
  });
  return { ...connected, shop };
}

/** Clears the limit of one Refresh per minute. */
export const clearRefreshLimits = ({ scope }: ConnectedShop): Promise<unknown> =>
  inMerchant(
    scope.merchantId,
    (tx) => tx.$executeRaw`update sync_run set requested_at = requested_at - interval '2 minutes' where trigger = 'refresh'`,
  );

/** What a worker does with a job of this run. */
export const workOn = ({ scope, integrationId }: ConnectedShop, runId: string, signal = new AbortController().signal): Promise<void> =>
  executeRun(jobScope("sync-orders", scope.merchantId), { integrationId, runId }, { outside: LOOPBACK, signal });

/** Requests a Refresh and executes its run. */
export async function refreshNow(connected: ConnectedShop, signal?: AbortSignal): Promise<RunView> {
  await clearRefreshLimits(connected);
  const requested = await requestRefresh(connected.scope, { integrationId: connected.integrationId });
  if (!requested.ok) throw new Error(requested.reason.code);
  await workOn(connected, requested.value.runId, signal);
  const run = await getRun(connected.scope, requested.value.runId);
  if (!run) throw new Error("the run is gone");
  return run;
}

/** Starts the run that is due on schedule and executes it. */
export async function syncOnSchedule(connected: ConnectedShop, trigger: RunTrigger = "schedule"): Promise<RunView> {
  const { scope, integrationId } = connected;
  const started = await inMerchant(scope.merchantId, (tx) => startRun(tx, jobScope("schedule", scope.merchantId), integrationId, trigger));
  if (!started.ok) throw new Error(started.reason.code);
  await workOn(connected, started.value.runId);
  const run = await getRun(scope, started.value.runId);
  if (!run) throw new Error("the run is gone");
  return run;
}

export const storedOrders = ({ scope, integrationId }: ConnectedShop): Promise<ShopOrder[]> =>
  inMerchant(scope.merchantId, (tx) =>
    tx.shopOrder.findMany({ where: { merchantId: scope.merchantId, integrationId, removedAt: null }, orderBy: { externalId: "asc" } }),
  );

const line = (id: string, status: string, modifiedAt: Date): string => `${id} ${modifiedAt.toISOString()} ${status}`;

/** Ids of orders, as stored and as the shop lists them. */
export async function compareIds(connected: SyncedShop): Promise<{ here: string[]; there: string[] }> {
  const here = (await storedOrders(connected)).map(({ externalId }) => externalId);
  const there = connected.shop.shop.listOrders().map(({ id }) => `${id}`);
  return { here: here.toSorted(), there: there.toSorted() };
}

/** Orders with version, as stored and as the shop lists them: equal if none is missing, duplicated or outdated. */
export async function compareOrders(connected: SyncedShop): Promise<{ here: string[]; there: string[] }> {
  const here = (await storedOrders(connected)).map((order) => line(order.externalId, order.status, order.modifiedAt));
  const there = connected.shop.shop.listOrders().map((order) => line(`${order.id}`, order.status, order.modifiedAt));
  return { here: here.toSorted(), there: there.toSorted() };
}

/** The same without the status, which every shop system names differently. */
export async function compareVersions(connected: SyncedShop): Promise<{ here: string[]; there: string[] }> {
  const { here, there } = await compareOrders(connected);
  const withoutStatus = (text: string): string => text.split(" ").slice(0, 2).join(" ");
  return { here: here.map(withoutStatus), there: there.map(withoutStatus) };
}

/** Orders with their shipping cost, by which tests distinguish versions regardless of their times. */
export async function compareContents({ shop, ...connected }: SyncedShop): Promise<{ here: string[]; there: string[] }> {
  const write = (id: string, shipping: number): string => `${id} ${shipping.toFixed(2)}`;
  const here = await storedOrders(connected);
  const there = shop.shop.listOrders();
  return {
    here: here.map(({ externalId, totals }) => write(externalId, Number((totals as { shipping: string }).shipping))).toSorted(),
    there: there.map(({ id, shippingCents }) => write(`${id}`, shippingCents / 100)).toSorted(),
  };
}
