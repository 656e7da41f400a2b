import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import { looseText } from "@/lib/connectors/records/order-fields";
import {
  type ClockedResult,
  type ShopConnector,
  type ShopDescription,
  type ShopReach,
  type ShopResult,
  type ShopStatus,
  type StatusSum,
  WHOLE_REACH,
} from "@/lib/connectors/shop";
import { countWooOrders, DRAFT, wooCarts } from "@/lib/connectors/woocommerce/carts";
import { askWoo, isUnknownOrder, type WooShop } from "@/lib/connectors/woocommerce/client";
import { type WooCredentials, wooCredentialsSchema } from "@/lib/connectors/woocommerce/credentials";
import { decodeEntities } from "@/lib/connectors/woocommerce/decode-entities";
import { findWooOrders } from "@/lib/connectors/woocommerce/find-orders";
import { askForAnyOrder, WOO_PAGE_SIZE } from "@/lib/connectors/woocommerce/order-source";
import { fetchWooOrder, listWooOrders } from "@/lib/connectors/woocommerce/orders";
import { IMPOSSIBLE_ID } from "@/lib/connectors/woocommerce/probes";
import { pushWooShipment } from "@/lib/connectors/woocommerce/tracking";
import { wooOrderWebhooks } from "@/lib/connectors/woocommerce/webhooks";

const indexSchema = z.object({ name: looseText, timezone_string: looseText, gmt_offset: z.coerce.number().catch(0) });

const statusSchema = z.object({
  environment: z.object({ version: z.string().nullish() }).nullish(),
  settings: z.object({ currency: z.string().nullish() }).nullish(),
});

/** WordPress offers cities or fixed offsets; the tz database names only whole-hour offsets, with the sign inverted. */
const zoneName = (city: string, offsetHours: number): string | null => {
  if (city) return city;
  if (offsetHours === 0) return "UTC";
  return Number.isInteger(offsetHours) ? `Etc/GMT${offsetHours > 0 ? "-" : "+"}${Math.abs(offsetHours)}` : null;
};

/** Requesting one order proves the key. */
async function preflightWoo(shop: WooShop): Promise<ClockedResult<ShopReach>> {
  const orders = await askForAnyOrder(shop, { _fields: "id" });
  if (!orders.ok) return orders;
  if (!Array.isArray(orders.json)) return failed("invalid_response", "orders are not a list", orders.answer);
  return { ok: true, value: WHOLE_REACH, clockSkewMs: orders.answer.clockSkewMs };
}

/** WooCommerce checks the key's permission before it looks up the order, which no shop has. */
async function mayWriteWoo(shop: WooShop): Promise<boolean | null> {
  const reply = await askWoo(shop, { method: "POST", path: `/orders/${IMPOSSIBLE_ID}`, body: {} });
  if (reply.ok) return null;
  if (isUnknownOrder(reply.wordpressCode)) return true;
  // The key has just read, so what is refused now is writing, in whatever language.
  const isOfKey = reply.failure.code === "credentials_rejected" || reply.failure.code === "credentials_insufficient";
  return reply.wordpressCode !== null && isOfKey ? false : null;
}

const OF_WOOCOMMERCE: ReadonlySet<string> = new Set([
  ...["pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed"],
]);

const namesOf = (statuses: readonly ShopStatus[]): Record<string, string> =>
  Object.fromEntries(statuses.flatMap(({ status, name }) => (name && !OF_WOOCOMMERCE.has(status) ? [[status, name]] : [])));

/** Name and zone come from the public REST index; version and currency from the system status, which only a shop manager's key may read. */
async function describeWoo(shop: WooShop): Promise<ShopResult<ShopDescription>> {
  // Another version may count differently, and the key may not be allowed to read the version.
  wooCarts.reset(shop.client);
  // Without `_fields`, the index is 1.2 MB.
  const index = await askWoo(shop, { path: "/wp-json/?_fields=name,timezone_string,gmt_offset" });
  const status = await askWoo(shop, { path: "/system_status?_fields=environment.version,settings.currency" });
  const statuses = await listWooStatuses(shop);
  const about = indexSchema.safeParse(index.ok ? index.json : {});
  const system = statusSchema.safeParse(status.ok ? status.json : {});
  return ok({
    name: about.success ? decodeEntities(about.data.name) : "",
    version: (system.success && system.data.environment?.version) || null,
    timeZone: about.success && index.ok ? zoneName(about.data.timezone_string, about.data.gmt_offset) : null,
    currency: (system.success && system.data.settings?.currency) || null,
    ...(statuses.ok ? { statusNames: namesOf(statuses.value) } : {}),
  });
}

const totalsSchema = z.array(z.object({ slug: z.string().min(1), name: z.string(), total: z.coerce.number().int().nonnegative() }));

/** Every status of the shop, including those of plugins, as its report of totals names and counts them. */
async function listWooStatuses(shop: WooShop): Promise<ShopResult<ShopStatus[]>> {
  const reply = await askWoo(shop, { path: "/reports/orders/totals" });
  if (!reply.ok) return reply;
  const totals = totalsSchema.safeParse(reply.json);
  if (!totals.success) return failed("invalid_response", "totals are not a list", reply.answer);
  const statuses = totals.data
    .filter(({ slug }) => slug !== DRAFT)
    .map(({ slug, name, total }) => ({ status: slug, name: decodeEntities(name), orders: total }));
  return ok(statuses);
}

/** The sum of the report of totals, and the count of the list: see ShopConnector.compareStatuses. */
async function compareWooStatuses(shop: WooShop): Promise<ShopResult<StatusSum>> {
  const statuses = await listWooStatuses(shop);
  if (!statuses.ok) return statuses;
  const byStatus = statuses.value.reduce((sum, { orders }) => sum + (orders ?? 0), 0);
  const listed = await countWooOrders(shop, null);
  if (!listed.ok) return listed;
  return ok({ listed: listed.value, byStatus, statusNames: namesOf(statuses.value) });
}

/** WooCommerce 3.5 and later over its REST API wc/v3: Basic over https, OAuth 1.0a over plain http. */
export const woocommerce: ShopConnector<WooCredentials> = {
  shopSystem: "woocommerce",
  credentialsSchema: wooCredentialsSchema,
  pageSize: WOO_PAGE_SIZE,
  countsCheaply: true,
  listsEveryOrder: false,
  preflight: preflightWoo,
  mayWrite: mayWriteWoo,
  describe: describeWoo,
  listChangedOrders: listWooOrders,
  countOrders: countWooOrders,
  carts: wooCarts,
  listStatuses: listWooStatuses,
  compareStatuses: compareWooStatuses,
  fetchOrder: fetchWooOrder,
  findOrders: findWooOrders,
  pushShipment: pushWooShipment,
  datedApi: null,
  orderWebhooks: wooOrderWebhooks,
};
