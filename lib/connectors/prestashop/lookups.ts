import type { z } from "zod";
import { ok } from "@/lib/base/result";
import { trimSlashes } from "@/lib/base/trim-end";
import { isTimeZone } from "@/lib/base/wall-clock";
import { failed } from "@/lib/connectors/http/shop-failure";
import { asRecord } from "@/lib/connectors/net/seen-answer";
import { askForList, askPrestashop, type PrestashopShop } from "@/lib/connectors/prestashop/client";
import {
  addressSchema,
  configurationSchema,
  countrySchema,
  currencySchema,
  customerSchema,
  detailSchema,
  orderStateSchema,
  type PrestashopAddress,
  shopUrlSchema,
  stateSchema,
} from "@/lib/connectors/prestashop/schema";
import type { ShopClient, ShopFailure, ShopResult } from "@/lib/connectors/shop";

// Records that an order refers to. Countries, states, currencies, order states and settings are read once per client; addresses, customers and
// weights with every page, since they change with the orders.

/** Most ids in one URL; servers accept about 8 kB. */
const IDS_A_REQUEST = 200;

async function readAll<Row>(
  shop: PrestashopShop,
  resource: string,
  query: Record<string, string>,
  schema: z.ZodType<Row>,
): Promise<ShopResult<Row[]>> {
  const listed = await askForList(shop, resource, query);
  if (!listed.ok) return { ok: false, failure: { ...listed.failure, detail: `${resource}: ${listed.failure.detail}` } };
  // A row that does not fit counts as missing: the order's field stays empty, and its raw record keeps the id.
  return ok(listed.rows.flatMap((row) => schema.safeParse(row).data ?? []));
}

async function readByIds<Row extends { id: string }>(
  shop: PrestashopShop,
  resource: string,
  ids: readonly string[],
  display: string,
  schema: z.ZodType<Row>,
  filter = "id",
): Promise<ShopResult<Map<string, Row>>> {
  const wanted = [...new Set(ids)].filter((id) => /^[1-9]\d*$/.test(id));
  const rows = new Map<string, Row>();
  for (let start = 0; start < wanted.length; start += IDS_A_REQUEST) {
    const some = wanted.slice(start, start + IDS_A_REQUEST).join("|");
    const found = await readAll(shop, resource, { [`filter[${filter}]`]: `[${some}]`, display }, schema);
    if (!found.ok) return found;
    for (const row of found.value) rows.set(row.id, row);
  }
  return ok(rows);
}

export const readAddresses = (shop: PrestashopShop, ids: readonly string[]): Promise<ShopResult<Map<string, PrestashopAddress>>> =>
  readByIds(shop, "addresses", ids, "full", addressSchema);

export const readCustomers = (shop: PrestashopShop, ids: readonly string[]) =>
  readByIds(shop, "customers", ids, "[id,email]", customerSchema);

/** Weights of order rows in the shop's unit, by row. */
export const readDetails = (shop: PrestashopShop, orderIds: readonly string[]) =>
  readByIds(shop, "order_details", orderIds, "[id,product_weight]", detailSchema, "id_order");

export interface Settings {
  timeZone: string;
  weightUnit: string;
  shippedState: string;
  /** Final states of an order. */
  closedStates: readonly string[];
  paymentErrorState: string;
  shopName: string;
  version: string;
  defaultCurrency: string;
  /** The shop within a multistore; null if all orders count. */
  shopId: string | null;
}

/** Filter for the shop's orders; shops of one group may share orders and list all of them. */
export const ofShop = (shopId: string | null): Record<string, string> => (shopId === null ? {} : { "filter[id_shop]": `[${shopId}]` });

const SETTING_NAMES = [
  "PS_TIMEZONE",
  "PS_WEIGHT_UNIT",
  "PS_OS_SHIPPING",
  "PS_OS_CANCELED",
  "PS_OS_REFUND",
  "PS_OS_ERROR",
  "PS_SHOP_NAME",
  "PS_VERSION_DB",
  "PS_CURRENCY_DEFAULT",
];

const knownSettings = new WeakMap<ShopClient, Settings>();

/** Read once per client, i.e. per run: a shop that changes its time zone rewrites all times, and orders would be missed. */
export async function readSettings(shop: PrestashopShop): Promise<ShopResult<Settings>> {
  const cached = knownSettings.get(shop.client);
  if (cached) return ok(cached);
  const settings = await askSettings(shop);
  if (settings.ok) knownSettings.set(shop.client, settings.value);
  return settings;
}

/** This version of the webservice does not know the requested resource or field. */
const isUnknown = (failure: ShopFailure): boolean => failure.status === 400 && failure.code === "invalid_response";

/** A key may lack this right: then the list that PrestaShop returns counts. */
async function askOwnShop(shop: PrestashopShop): Promise<ShopResult<string | null>> {
  const urls = await readAll(shop, "shop_urls", { display: "full" }, shopUrlSchema);
  if (urls.ok) return ok(ownShopOf(shop.client.baseUrl, urls.value));
  return urls.failure.code === "credentials_insufficient" || isUnknown(urls.failure) ? ok(null) : urls;
}

/** Values by shop, if the version has them; a multistore lists those of all its shops. */
async function askConfigurations(shop: PrestashopShop): Promise<ShopResult<z.infer<typeof configurationSchema>[]>> {
  const query = { "filter[name]": `[${SETTING_NAMES.join("|")}]` };
  const byShop = await readAll(shop, "configurations", { ...query, display: "[name,value,id_shop,id_shop_group]" }, configurationSchema);
  if (byShop.ok || !isUnknown(byShop.failure)) return byShop;
  return readAll(shop, "configurations", { ...query, display: "[name,value]" }, configurationSchema);
}

const isNone = (id: string): boolean => id === "" || id === "0";

async function askSettings(shop: PrestashopShop): Promise<ShopResult<Settings>> {
  const own = await askOwnShop(shop);
  if (!own.ok) return own;
  const shopId = own.value;
  const rows = await askConfigurations(shop);
  if (!rows.ok) return rows;
  const value = (name: string): string => {
    const named = rows.value.filter((row) => row.name === name);
    const ofShop = shopId === null ? undefined : named.find((row) => row.id_shop === shopId);
    const ofAll = named.find((row) => isNone(row.id_shop) && isNone(row.id_shop_group));
    return (ofShop ?? ofAll ?? named[0])?.value ?? "";
  };
  const timeZone = value("PS_TIMEZONE");
  // Without the zone, every time would be a guess, and orders would be missed.
  if (!isTimeZone(timeZone)) return failed("invalid_response", "the shop does not report its time zone (PS_TIMEZONE)");
  const paymentErrorState = value("PS_OS_ERROR") || "8";
  return ok({
    timeZone,
    weightUnit: value("PS_WEIGHT_UNIT").toLowerCase() || "kg",
    shippedState: value("PS_OS_SHIPPING") || "4",
    closedStates: [value("PS_OS_CANCELED") || "6", value("PS_OS_REFUND") || "7", paymentErrorState],
    paymentErrorState,
    shopName: value("PS_SHOP_NAME"),
    version: value("PS_VERSION_DB"),
    defaultCurrency: value("PS_CURRENCY_DEFAULT"),
    shopId,
  });
}

const toMap = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> => new Map(rows.map((row) => [row.id, row]));

export interface Lookups {
  settings: Settings;
  countries: ReadonlyMap<string, z.infer<typeof countrySchema>>;
  states: ReadonlyMap<string, z.infer<typeof stateSchema>>;
  currencies: ReadonlyMap<string, z.infer<typeof currencySchema>>;
  orderStates: ReadonlyMap<string, z.infer<typeof orderStateSchema>>;
}

const known = new WeakMap<ShopClient, Lookups>();

/** The order states with their names in the shop's first language. */
export const readOrderStates = (shop: PrestashopShop) =>
  readAll(shop, "order_states", { display: "[id,name,shipped,paid]" }, orderStateSchema);

/** Settings and tables, read one after another when the first order needs them; failures are not cached. */
export async function readLookups(shop: PrestashopShop): Promise<ShopResult<Lookups>> {
  const cached = known.get(shop.client);
  if (cached) return ok(cached);
  const settings = await readSettings(shop);
  if (!settings.ok) return settings;
  const display = "[id,iso_code]";
  const countries = await readAll(shop, "countries", { display }, countrySchema);
  if (!countries.ok) return countries;
  const states = await readAll(shop, "states", { display }, stateSchema);
  if (!states.ok) return states;
  const currencies = await readAll(shop, "currencies", { display }, currencySchema);
  if (!currencies.ok) return currencies;
  const orderStates = await readOrderStates(shop);
  if (!orderStates.ok) return orderStates;
  const lookups: Lookups = {
    settings: settings.value,
    countries: toMap(countries.value),
    states: toMap(states.value),
    currencies: toMap(currencies.value),
    orderStates: toMap(orderStates.value),
  };
  known.set(shop.client, lookups);
  return ok(lookups);
}

type ShopUrl = z.infer<typeof shopUrlSchema>;

/** The shop of a multistore at this URL, by PrestaShop's own rule: the longest match. Null: use what PrestaShop lists. */
export function ownShopOf(baseUrl: string, urls: readonly ShopUrl[]): string | null {
  const active = urls.filter(({ active: isActive }) => isActive !== "0");
  if (new Set(active.map(({ id_shop: shop }) => shop)).size < 2 || !URL.canParse(baseUrl)) return null;
  const { host, hostname, pathname } = new URL(baseUrl);
  const folder = pathname.endsWith("/") ? pathname : `${pathname}/`;
  const fits = active
    .map((url) => ({ ...url, path: `${trimSlashes(`${url.physical_uri}${url.virtual_uri}`)}/` }))
    .filter(({ domain, domain_ssl: secure }) =>
      [domain, secure].some((name) => name.toLowerCase() === host || name.toLowerCase() === hostname),
    )
    .filter(({ path }) => folder.toLowerCase().startsWith(path.toLowerCase()))
    .sort((left, right) => right.path.length - left.path.length);
  return fits[0]?.id_shop ?? null;
}

type Currencies = Lookups["currencies"];

/** More unknown currencies than this are broken orders. */
const MAX_ASKED = 20;

/** By client, i.e. by run: what each asked id turned out to be, null for unknown. */
const askedCurrencies = new WeakMap<ShopClient, Map<string, { id: string; iso_code: string } | null>>();

/**
 * The known currencies, with those of these ids that only another shop of the multistore still has: PrestaShop leaves them out of every list, and
 * returns them by id with `id_shop=all` to a key of any shop.
 */
export async function addCurrenciesElsewhere(
  shop: PrestashopShop,
  known: Currencies,
  ids: readonly string[],
): Promise<ShopResult<Currencies>> {
  const found = askedCurrencies.get(shop.client) ?? new Map();
  askedCurrencies.set(shop.client, found);
  for (const id of new Set(ids)) {
    if (known.has(id) || found.has(id) || !/^[1-9]\d*$/.test(id) || found.size >= MAX_ASKED) continue;
    const reply = await askPrestashop(shop, { path: `/currencies/${id}`, query: { id_shop: "all" }, isShort: true });
    // An unknown id is answered by 404 without a body; a key without the right to another shop may be refused.
    const isAnswered =
      reply.ok || reply.failure.status === 404 || ["invalid_response", "credentials_insufficient"].includes(reply.failure.code);
    if (!isAnswered) return reply;
    found.set(id, reply.ok ? (currencySchema.safeParse(asRecord(reply.json)?.["currency"]).data ?? null) : null);
  }
  const others = [...found].flatMap(([id, currency]) => (currency ? [[id, currency] as const] : []));
  return { ok: true, value: others.length > 0 ? new Map([...known, ...others]) : known };
}
