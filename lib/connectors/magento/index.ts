import { z } from "zod";
import { ok } from "@/lib/base/result";
import { askMagento, type MagentoShop } from "@/lib/connectors/magento/client";
import { type MagentoCredentials, magentoCredentialsSchema } from "@/lib/connectors/magento/credentials";
import { findMagentoOrders } from "@/lib/connectors/magento/find-orders";
import {
  askForCount,
  askForList,
  countMagentoOrders,
  fetchMagentoOrder,
  listMagentoOrders,
  MAGENTO_PAGE_SIZE,
  readStoreConfigs,
} from "@/lib/connectors/magento/orders";
import { pushMagentoShipment } from "@/lib/connectors/magento/tracking";
import { mayBeOneOrder } from "@/lib/connectors/records/breakdowns";
import { looseText } from "@/lib/connectors/records/order-fields";
import {
  type ClockedResult,
  type ShopConnector,
  type ShopDescription,
  type ShopReach,
  type ShopResult,
  type ShopStatus,
  WHOLE_REACH,
} from "@/lib/connectors/shop";

const viewsSchema = z.array(z.object({ code: looseText, name: looseText }));

/** Counting orders proves the credentials. */
async function preflightMagento(shop: MagentoShop): Promise<ClockedResult<ShopReach>> {
  const orders = await askForCount(shop, []);
  return orders.ok ? { ...orders, value: WHOLE_REACH } : orders;
}

/** Name, zone and currency are available if the integration may read the store's settings. */
async function describeMagento(shop: MagentoShop): Promise<ShopResult<ShopDescription>> {
  const [config] = await readStoreConfigs(shop);
  const views = await askMagento(shop, { path: "/store/storeViews" });
  const parsed = viewsSchema.safeParse(views.ok ? views.json : []);
  // Public unless the shop hides it: `Magento/2.4 (Community)`.
  const version = await shop.client.send({ method: "GET", path: "/magento_version", maxBytes: 100_000 });
  return ok({
    name: (parsed.success && parsed.data.find(({ code }) => code !== "admin")?.name) || "",
    version: (version.ok && /^Magento\/([\d.]+)/.exec(version.answer.body)?.[1]) || null,
    timeZone: config?.timezone || null,
    currency: config?.base_currency_code || null,
  });
}

/** Statuses that every Magento has. */
const DEFAULT_STATUSES = [
  "pending",
  "pending_payment",
  "payment_review",
  "processing",
  "holded",
  "complete",
  "closed",
  "canceled",
  "fraud",
];

const NEWEST = 100;
const MAX_STATUSES = 20;

const itemSchema = z.object({ status: z.string().min(1) });

/** Magento's API does not list statuses, so the usual ones and those of the newest orders are counted one by one. */
async function listMagentoStatuses(shop: MagentoShop): Promise<ShopResult<ShopStatus[]>> {
  const newest = await askForList(shop, {
    filters: [],
    sort: ["entity_id"],
    direction: "DESC",
    pageSize: NEWEST,
    fields: "items[status],total_count",
  });
  if (!newest.ok && !mayBeOneOrder(newest.failure)) return newest;
  // One of the newest orders may break the shop.
  const found = (newest.ok ? newest.raws : []).flatMap((item) => itemSchema.safeParse(item).data?.status ?? []);
  const statuses: ShopStatus[] = [];
  for (const status of [...new Set([...DEFAULT_STATUSES, ...found])].slice(0, MAX_STATUSES)) {
    const filters = [{ field: "status", value: status, condition: "eq" as const }];
    const counted = await askForCount(shop, filters);
    if (!counted.ok) return counted;
    statuses.push({ status, name: null, orders: counted.value });
  }
  return ok(statuses);
}

/** Resources of Magento's tree that our calls need, with a request that shows whether the integration has them. Names: `causes.right`. */
const READ_RIGHTS = [
  ["Magento_Sales::actions_view", "/orders"],
  ["Magento_Sales::shipment", "/shipments"],
  // For the unit of weights, the time zone and the currency.
  ["Magento_Backend::store", "/store/storeConfigs"],
] as const;

/** Rights that only writing shows, such as `ship`, are found by the check. */
async function missingMagentoRights(shop: MagentoShop): Promise<string[]> {
  const missing: string[] = [];
  for (const [right, path] of READ_RIGHTS) {
    const list = path.startsWith("/store") ? "" : "?searchCriteria%5BpageSize%5D=1&fields=total_count";
    const reply = await askMagento(shop, { path: path + list, isShort: true });
    if (!reply.ok && reply.lacksRight) missing.push(right);
  }
  return missing;
}

/** Magento 2 and Adobe Commerce over REST V1, with OAuth 1.0a of an integration or its access token as a bearer token. */
export const magento: ShopConnector<MagentoCredentials> = {
  shopSystem: "magento",
  credentialsSchema: magentoCredentialsSchema,
  pageSize: MAGENTO_PAGE_SIZE,
  countsCheaply: true,
  listsEveryOrder: true,
  preflight: preflightMagento,
  missingRights: missingMagentoRights,
  describe: describeMagento,
  listChangedOrders: listMagentoOrders,
  countOrders: countMagentoOrders,
  carts: null,
  listStatuses: listMagentoStatuses,
  fetchOrder: fetchMagentoOrder,
  findOrders: findMagentoOrders,
  pushShipment: pushMagentoShipment,
  datedApi: null,
  orderWebhooks: null,
};
