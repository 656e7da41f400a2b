import { ok } from "@/lib/base/result";
import { askPrestashop, type PrestashopShop } from "@/lib/connectors/prestashop/client";
import { type PrestashopCredentials, prestashopCredentialsSchema } from "@/lib/connectors/prestashop/credentials";
import { findPrestashopOrders } from "@/lib/connectors/prestashop/find-orders";
import { readLookups, readOrderStates } from "@/lib/connectors/prestashop/lookups";
import {
  countPrestashopOrders,
  fetchPrestashopOrder,
  listPrestashopIds,
  listPrestashopOrders,
  PRESTASHOP_PAGE_SIZE,
} from "@/lib/connectors/prestashop/orders";
import { readKeyRights, rightsMissingIn } from "@/lib/connectors/prestashop/rights";
import { pushPrestashopShipment } from "@/lib/connectors/prestashop/tracking";
import {
  type ClockedResult,
  type ShopConnector,
  type ShopDescription,
  type ShopReach,
  type ShopResult,
  type ShopStatus,
  WHOLE_REACH,
} from "@/lib/connectors/shop";

const askForOne = (shop: PrestashopShop) => askPrestashop(shop, { path: "/orders", query: { limit: "0,1" } });

async function preflightPrestashop(shop: PrestashopShop): Promise<ClockedResult<ShopReach>> {
  const orders = await askForOne(shop);
  return orders.ok ? { ok: true, value: WHOLE_REACH, clockSkewMs: orders.answer.clockSkewMs } : orders;
}

/** Proves that the key may read orders and everything they refer to. */
async function describePrestashop(shop: PrestashopShop): Promise<ShopResult<ShopDescription>> {
  const orders = await askForOne(shop);
  if (!orders.ok) return orders;
  const lookups = await readLookups(shop);
  if (!lookups.ok) return lookups;
  const { settings, currencies } = lookups.value;
  return ok({
    name: settings.shopName,
    version: orders.answer.headers["psws-version"] || settings.version || null,
    timeZone: settings.timeZone,
    currency: currencies.get(settings.defaultCurrency)?.iso_code ?? null,
  });
}

/** The webservice's root lists what a key may do; only its XML names the resources. */
export async function missingPrestashopRights({ client, credentials }: PrestashopShop): Promise<string[] | null> {
  const authorization = `Basic ${Buffer.from(`${credentials.key}:`).toString("base64")}`;
  const sent = await client.send({ method: "GET", path: "/api/", headers: { authorization, accept: "*/*" }, maxBytes: 1024 * 1024 });
  if (!sent.ok || sent.answer.status !== 200) return null;
  const rights = readKeyRights(sent.answer.body);
  const changesBy = /^1\./.test(sent.answer.headers["psws-version"] ?? "") ? "PUT" : "PATCH";
  return rights && rightsMissingIn(rights, changesBy).map(({ method, resource }) => `${method} ${resource}`);
}

/** The shop's order states by the names that orders carry. PrestaShop itself does not count. */
async function listPrestashopStatuses(shop: PrestashopShop): Promise<ShopResult<ShopStatus[]>> {
  const states = await readOrderStates(shop);
  if (!states.ok) return states;
  const names = new Set(states.value.map(({ id, name }) => name || id));
  return ok([...names].map((status) => ({ status, name: null, orders: null })));
}

/** PrestaShop 1.7 and 8 over the webservice. */
export const prestashop: ShopConnector<PrestashopCredentials> = {
  shopSystem: "prestashop",
  credentialsSchema: prestashopCredentialsSchema,
  pageSize: PRESTASHOP_PAGE_SIZE,
  countsCheaply: false,
  listsEveryOrder: true,
  preflight: preflightPrestashop,
  missingRights: missingPrestashopRights,
  describe: describePrestashop,
  listChangedOrders: (shop, window, after) => listPrestashopOrders(shop, window, after),
  countOrders: countPrestashopOrders,
  listIds: listPrestashopIds,
  carts: null,
  listStatuses: listPrestashopStatuses,
  fetchOrder: fetchPrestashopOrder,
  findOrders: findPrestashopOrders,
  pushShipment: pushPrestashopShipment,
  datedApi: null,
  orderWebhooks: null,
};
