import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";
import { breaksOn } from "@/lib/testing/fake-shops/breaks-on";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import type { FakeShopSystem, ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import { APACHE, makeFrontPage } from "@/lib/testing/fake-shops/front-pages";
import {
  answerEmpty,
  answerErrors,
  answerStopped,
  answerXmlOrJson,
  inviteKey,
  REALM,
  type Say,
} from "@/lib/testing/fake-shops/prestashop/envelopes";
import { listRecords, pickDisplay } from "@/lib/testing/fake-shops/prestashop/list-records";
import { narrowOrders } from "@/lib/testing/fake-shops/prestashop/narrow-orders";
import { orderRecord, type PrestaRecord, RESOURCES } from "@/lib/testing/fake-shops/prestashop/records";
import { addCarrier, addHistory, changeRecord, readBody } from "@/lib/testing/fake-shops/prestashop/write-orders";
import { writeIdsXml, writeRecordXml } from "@/lib/testing/fake-shops/prestashop/write-records";
import { toLocalText } from "@/lib/testing/fake-shops/shop-time";

// PrestaShop 8.2 and 1.7 behind Apache.

export interface PrestaKey {
  apiKey: string;
  /** Default true. */
  active?: boolean;
  /** Permitted methods by resource; by default all. */
  rights?: Readonly<Record<string, readonly string[]>>;
}

/** `visitedId`: the shop of a multistore whose URL was requested. */
type Shop = ShopContext<PrestaKey> & { visitedId?: number | undefined };

const mayUse = (key: PrestaKey, resource: string): boolean => key.rights === undefined || key.rights[resource] !== undefined;
const mayDo = (key: PrestaKey, resource: string, method: string): boolean =>
  key.rights === undefined || (key.rights[resource]?.includes(method) ?? false);

function readKey(request: FakeRequest): string | null {
  const basic = /^Basic\s+(.+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
  if (basic) return Buffer.from(basic, "base64").toString().split(":")[0] ?? "";
  return request.query.get("ws_key");
}

/** The visitor's key, or the final answer. */
function authenticate(request: FakeRequest, shop: Shop): { key: PrestaKey } | { answer: FakeAnswer } {
  const given = readKey(request);
  // 8.2 reports its version only with a valid key, 1.7 always.
  const say: Say = { request, version: shop.version.startsWith("1.7") ? shop.version : "0" };
  if (given === null || given === "") return { answer: inviteKey() };
  if (shop.behaviour.apiDisabled)
    return {
      answer: answerErrors(say, 503, [
        { code: 22, message: "The PrestaShop webservice is disabled. Please activate it in the PrestaShop Back Office" },
      ]),
    };
  const refuse = { ...say, more: [REALM] };
  if (given.length !== 32) return { answer: answerErrors(refuse, 401, [{ code: 18, message: "Invalid authentication key format" }]) };
  const key = shop.keys.find(({ apiKey }) => apiKey === given);
  if (!key || key.active === false)
    return {
      answer: answerErrors(refuse, 401, [
        { code: 20, message: "Authentification key is not active" },
        { code: 21, message: "No permission for this authentication key" },
      ]),
    };
  if (key.rights && Object.keys(key.rights).length === 0)
    return { answer: answerErrors(refuse, 401, [{ code: 21, message: "No permission for this authentication key" }]) };
  return { key };
}

function answerRoot(say: Say, key: PrestaKey, shop: Shop): FakeAnswer {
  const names = Object.keys(RESOURCES).filter((name) => mayUse(key, name));
  const rows = names.map((name) => {
    const rights = ["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD"]
      .map((method) => `${method.toLowerCase()}="${mayDo(key, name, method === "HEAD" ? "GET" : method)}"`)
      .join(" ");
    return `<${name} xlink:href="${say.request.origin}/api/${name}" ${rights}>\n<description>The ${name}</description>\n</${name}>\n`;
  });
  const json = shop.version.startsWith("1.7") ? names : names.map(() => null);
  return answerXmlOrJson(say, 200, `<api shopName="${shop.name.replace(/[<&"]/g, "")}">\n${rows.join("")}</api>\n`, json);
}

/** Of `orders`, those of the shop whose URL was requested, or of its group if orders are shared. */
function visibleOrders({ store, behaviour, visitedId }: Shop, orders: readonly FakeOrder[] = store.listOrders()): FakeOrder[] {
  const seesAll = visitedId === undefined || behaviour.sharesOrders === true;
  return orders
    .filter(({ shopId = 1 }) => seesAll || shopId === visitedId)
    .map((order) => ({ ...order, damage: behaviour.damagedOrders?.[order.id] ?? order.damage }));
}

const sourceOf = (shop: Shop, orders?: readonly FakeOrder[]) => ({
  orders: visibleOrders(shop, orders),
  timeZone: shop.timeZone,
  currency: shop.currency,
  version: shop.version,
  shopUrls: shop.behaviour.shopUrls ?? [],
});

function answerGet(say: Say, resource: string, id: string, shop: Shop): FakeAnswer {
  const singular = RESOURCES[resource]?.singular ?? resource;
  const { query, origin } = say.request;
  const orders = id === "" ? narrowOrders(shop.store, resource, query, shop.timeZone) : shop.store.listOrders();
  // PrestaShop restricts lists to the visited shop, but not a record that is asked for by its id.
  const all = [...(RESOURCES[resource]?.list(sourceOf(id === "" ? shop : { ...shop, visitedId: undefined }, orders)) ?? [])];
  // Lists contain only what the visited shop has, even with `id_shop=all`.
  if (resource === "currencies" && shop.behaviour.currencyElsewhere && (id === "" || query.get("id_shop") !== "all")) all.length = 0;
  if (id !== "") {
    const record = all.find((candidate) => candidate.id === Number(id));
    if (record && resource === "orders" && breaksOn(shop.behaviour, [record])) return answerStopped();
    return record ? answerXmlOrJson(say, 200, writeRecordXml(singular, record, origin), { [singular]: record }) : answerEmpty(say, 404);
  }
  const listing = listRecords(all, query);
  if (!listing.ok) return answerErrors(say, 400, [listing.error]);
  const { shrinkPagesTo, unlisted = [] } = shop.behaviour;
  const display = query.get("display");
  const hidden = resource === "orders" && display !== null ? unlisted : [];
  const listed: PrestaRecord[] = hidden.length > 0 ? listing.records.filter((record) => !hidden.includes(record.id)) : listing.records;
  const records = resource === "orders" && shrinkPagesTo !== undefined ? listed.slice(0, shrinkPagesTo) : listed;
  // A bare list of ids does not load the orders.
  if (resource === "orders" && display !== null && breaksOn(shop.behaviour, records, display !== "full")) return answerStopped();
  const shown = records.map((record) => pickDisplay(record, display));
  const xml =
    display === null
      ? writeIdsXml(resource, singular, records, origin)
      : `<${resource}>\n${shown.map((record) => writeRecordXml(singular, record ?? {}, origin)).join("")}</${resource}>\n`;
  // In JSON, an empty list is a plain array.
  const json = records.length === 0 ? [] : { [resource]: display === null ? records.map(({ id: recordId }) => ({ id: recordId })) : shown };
  return answerXmlOrJson(say, 200, xml, json);
}

function answerWrite(say: Say, resource: string, id: string, shop: Shop): FakeAnswer {
  const { request } = say;
  if (request.method === "DELETE") {
    if (resource !== "orders" || !shop.store.orders.has(Number(id)))
      return answerErrors(say, 404, [{ code: 87, message: `Id(s) not exists: ${id}` }]);
    shop.store.removeOrder(Number(id));
    return answerEmpty(say, 200);
  }
  const body = readBody(request.body);
  if (!body.ok) return answerErrors(say, 500, [body.error]);
  if (body.fields === null) return answerXmlOrJson(say, request.method === "POST" ? 201 : 200, "", {});
  if (request.method === "POST") {
    if (resource === "order_carriers" && body.fields["id_order"] && body.fields["id_carrier"]) {
      const order = addCarrier(shop.store, body.fields);
      if (!order) return answerErrors(say, 400, [{ code: 85, message: "Unable to save resource" }]);
      const record = RESOURCES["order_carriers"]?.list(sourceOf(shop)).findLast((row) => row["id_order"] === String(order.id)) ?? { id: 0 };
      return answerXmlOrJson(say, 201, writeRecordXml("order_carrier", record, request.origin), { order_carrier: record });
    }
    if (resource !== "order_histories") return answerErrors(say, 400, [{ code: 41, message: 'parameter "id_address_delivery" required' }]);
    const added = addHistory(shop.store, body.fields);
    if (!added)
      return {
        status: 500,
        headers: [["Content-Type", "text/html; charset=utf-8"]],
        body: shop.version.startsWith("1.7") ? "Invalid new order status" : "",
      };
    const record = {
      id: String(added.id),
      ...(shop.version.startsWith("1.7") ? { id_employee: "0" } : {}),
      id_order_state: Number(body.fields["id_order_state"]),
      id_order: String(added.order.id),
      date_add: toLocalText(added.order.modifiedAt, shop.timeZone).replace("T", " "),
    };
    return answerXmlOrJson(say, 201, writeRecordXml("order_history", record, request.origin), { order_history: record });
  }
  const changed = changeRecord(shop.store, resource, body.fields, request.method === "PUT" ? "PUT" : "PATCH");
  if (!changed.ok) return answerErrors(say, changed.status, changed.errors);
  const singular = RESOURCES[resource]?.singular ?? resource;
  const record =
    resource === "orders"
      ? orderRecord(changed.order, shop.timeZone)
      : (RESOURCES[resource]?.list(sourceOf(shop)).find((row) => row.id === changed.id) ?? { id: 0 });
  return answerXmlOrJson(say, 200, writeRecordXml(singular, record, request.origin), { [singular]: { ...record, id: String(record.id) } });
}

const overridden = (request: FakeRequest): string =>
  request.method === "POST" ? (request.query.get("ps_method")?.toUpperCase() ?? "POST") : request.method;

function answerWebservice(request: FakeRequest, path: string, shop: Shop): FakeAnswer {
  const who = authenticate(request, shop);
  if ("answer" in who) return who.answer;
  const say: Say = { request: { ...request, method: overridden(request) }, version: shop.version };
  const [resource = "", id = ""] = path.split("/").filter((part) => part !== "");
  const { method } = say.request;
  if (resource === "") return answerRoot(say, who.key, shop);
  if (!(resource in RESOURCES))
    return answerErrors(say, 400, [
      {
        code: 27,
        message: `Resource of type "${resource}" does not exists. Did you mean: "zones"? The full list is: ${Object.keys(RESOURCES)
          .map((name) => `"${name}"`)
          .join(", ")}`,
      },
    ]);
  if (!mayUse(who.key, resource))
    return answerErrors(say, 401, [{ code: 26, message: `Resource of type "${resource}" is not allowed with this authentication key` }]);
  const valid = ["GET", "HEAD", "POST", "PUT", "DELETE", ...(shop.version.startsWith("1.7") ? [] : ["PATCH"])];
  if (!valid.includes(method)) return answerErrors(say, 405, [{ code: 23, message: `Method ${method} is not valid` }]);
  if (!mayDo(who.key, resource, method === "HEAD" ? "GET" : method))
    return answerErrors(say, 405, [
      { code: 25, message: `Method ${method} is not allowed for the resource ${resource} with this authentication key` },
    ]);
  return method === "GET" || method === "HEAD" ? answerGet(say, resource, id, shop) : answerWrite(say, resource, id, shop);
}

const page = (status: number, title: string, more: [string, string][] = []): FakeAnswer => ({
  status,
  headers: [["X-Powered-By", "PHP/7.4.14"], ...more, ["Content-Type", "text/html; charset=utf-8"]],
  body: `<!doctype html>\n<html lang="en-US">\n\n  <head>\n  <meta charset="utf-8">\n  <title>${title}</title>\n  <link rel="stylesheet" href="/themes/classic/assets/css/theme.css">\n</head><body id="index"><script>var prestashop = {};</script><h1>${title}</h1></body></html>\n`,
});

function answerLostRules(request: FakeRequest): FakeAnswer {
  if (request.method === "OPTIONS")
    return {
      status: 200,
      headers: [
        ["Server", APACHE],
        ["Allow", "HEAD,GET,POST,OPTIONS,TRACE"],
      ],
      body: "",
    };
  const found = request.method === "GET" || request.method === "HEAD" || request.method === "POST";
  return makeFrontPage("apache", found ? 404 : 405, request.method);
}

/**
 * PrestaShop sends another host to the root of its main domain, with the path as `url=`. Between a name and its `www.` it keeps path and query
 * and appends all of this behind another `?`. `resource`: null for pages.
 */
function sendToMainDomain({ origin, path, query }: FakeRequest, mainDomain: string, resource: string | null): FakeAnswer {
  const { host, protocol } = new URL(origin);
  const received = new URLSearchParams([...(resource === null ? [] : [["url", resource]]), ...query]).toString();
  const isWww = mainDomain === `www.${host}` || host === `www.${mainDomain}`;
  const kept = isWww ? `${path}${query.size > 0 ? `?${query}` : ""}` : "/";
  const appended = received === "" ? "" : `?${received}`;
  return { status: 302, headers: [["Location", `${protocol}//${mainDomain}${kept}${appended}`]], body: "" };
}

export const prestashop: FakeShopSystem<PrestaKey> = {
  version: "8.2.1",
  makeHandler() {
    return (asked, context) => {
      const urls = context.behaviour.shopUrls?.filter(({ domain }) => domain === asked.headers["host"]?.toLowerCase()) ?? [];
      const folder = urls.find(({ uri }) => uri !== "/" && asked.path.startsWith(uri))?.uri ?? "/";
      const request = folder === "/" ? asked : { ...asked, path: `/${asked.path.slice(folder.length)}` };
      const shop: Shop = { ...context, visitedId: urls.find(({ uri }) => uri === folder)?.shopId };
      const api = /^\/api(\/.*)?$/.exec(request.path);
      const { mainDomain } = shop.behaviour;
      if (mainDomain && asked.headers["host"] !== mainDomain) return sendToMainDomain(asked, mainDomain, api?.[1]?.slice(1) ?? null);
      if (api)
        return shop.behaviour.rewriting && shop.behaviour.rewriting !== "on"
          ? answerLostRules(request)
          : answerWebservice(request, api[1] ?? "", shop);
      if (request.path === "/webservice/dispatcher.php") return answerWebservice(request, request.query.get("url") ?? "", shop);
      // Maintenance closes only the storefront; the webservice still works.
      if (shop.behaviour.maintenance) return page(503, "Maintenance", [["Retry-After", "3600"]]);
      return request.path === "/" || request.path === "/en/" ? page(200, shop.name.replace(/[<&]/g, "")) : page(404, "404 error");
    };
  },
};
