import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import type { FakeShopSystem, ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import { APACHE, makeFrontPage } from "@/lib/testing/fake-shops/front-pages";
import { answerIntegration, MagentoIntegrations } from "@/lib/testing/fake-shops/magento/activate";
import { authenticate, type MagentoToken, mayUse } from "@/lib/testing/fake-shops/magento/authenticate";
import {
  errorPage,
  isRequired,
  type MagentoReply,
  message,
  NO_ROUTE,
  notAuthorized,
  render,
  restHeaders,
} from "@/lib/testing/fake-shops/magento/envelopes";
import { addComment, addTrack, holdOrder, listOrders, listShipments, readOrder, shipOrder } from "@/lib/testing/fake-shops/magento/orders";

// Magento 2.4 behind Apache.

type Shop = ShopContext<MagentoToken>;

interface Call {
  request: FakeRequest;
  id: number;
  body: Record<string, unknown>;
  shop: Shop;
}

interface Route {
  method: string;
  pattern: RegExp;
  /** Right that the route requires; null for a public one. */
  resource: string | null;
  answer(call: Call): MagentoReply;
}

const COUNTRIES: Readonly<Record<string, readonly [string, string]>> = {
  NL: ["NLD", "Netherlands"],
  DE: ["DEU", "Germany"],
  BE: ["BEL", "Belgium"],
};

const ROUTES: readonly Route[] = [
  {
    method: "GET",
    pattern: /^\/directory\/countries\/(\w\w)$/,
    resource: null,
    answer: ({ request }) => {
      const code = request.path.slice(-2).toUpperCase();
      const [three, name] = COUNTRIES[code] ?? [`${code}X`, code];
      const country: Record<string, string> = {
        id: code,
        two_letter_abbreviation: code,
        three_letter_abbreviation: three,
        full_name_locale: name,
        full_name_english: name,
      };
      const fields = request.query.get("fields")?.split(",");
      return { status: 200, value: Object.fromEntries(Object.entries(country).filter(([field]) => fields?.includes(field) ?? true)) };
    },
  },
  {
    method: "GET",
    pattern: /^\/orders$/,
    resource: "Magento_Sales::actions_view",
    answer: ({ request, shop }) => listOrders(request, shop),
  },
  {
    method: "GET",
    pattern: /^\/orders\/(\d+)$/,
    resource: "Magento_Sales::actions_view",
    answer: ({ request, id, shop }) => readOrder(id, request, shop),
  },
  { method: "POST", pattern: /^\/orders$/, resource: "Magento_Sales::create", answer: () => isRequired("entity") },
  { method: "PUT", pattern: /^\/orders\/(\d+)$/, resource: "Magento_Sales::create", answer: () => isRequired("entity") },
  {
    method: "POST",
    pattern: /^\/orders\/(\d+)\/comments$/,
    resource: "Magento_Sales::comment",
    answer: ({ id, body, shop }) => addComment(id, body, shop),
  },
  { method: "POST", pattern: /^\/orders\/(\d+)\/hold$/, resource: "Magento_Sales::hold", answer: ({ id, shop }) => holdOrder(id, shop) },
  {
    method: "POST",
    pattern: /^\/order\/(\d+)\/ship$/,
    resource: "Magento_Sales::ship",
    answer: ({ id, body, shop }) => shipOrder(id, body, shop),
  },
  {
    method: "GET",
    pattern: /^\/shipments$/,
    resource: "Magento_Sales::shipment",
    answer: ({ request, shop }) => listShipments(request, shop),
  },
  { method: "POST", pattern: /^\/shipment\/track$/, resource: "Magento_Sales::shipment", answer: ({ body, shop }) => addTrack(body, shop) },
  {
    method: "DELETE",
    pattern: /^\/shipment\/track\/(\d+)$/,
    resource: "Magento_Sales::shipment",
    answer: () => ({ status: 200, value: true }),
  },
  {
    method: "GET",
    pattern: /^\/store\/storeConfigs$/,
    resource: "Magento_Backend::store",
    answer: ({ request, shop }) => ({
      status: 200,
      value: [1, 2].map((id) => ({
        id,
        code: id === 1 ? "default" : "second",
        website_id: id,
        locale: "en_US",
        base_currency_code: shop.currency,
        default_display_currency_code: shop.currency,
        timezone: shop.timeZone,
        weight_unit: id === 1 ? "kgs" : "lbs",
        base_url: `${request.origin}/`,
        secure_base_url: `${request.origin}/`,
      })),
    }),
  },
  {
    method: "GET",
    pattern: /^\/store\/(websites|storeViews|storeGroups)$/,
    resource: "Magento_Backend::store",
    answer: () => ({ status: 200, value: [] }),
  },
  {
    method: "GET",
    pattern: /^\/modules$/,
    resource: "Magento_Backend::admin",
    answer: () => ({ status: 200, value: ["Magento_Store", "Magento_Sales"] }),
  },
  {
    method: "GET",
    pattern: /^\/products$/,
    resource: "Magento_Catalog::products",
    answer: () => ({ status: 200, value: { items: [], total_count: 0 } }),
  },
];

const METHODS = ["GET", "POST", "PUT", "DELETE"];

function readBody(request: FakeRequest): { ok: true; value: Record<string, unknown> } | { ok: false; reply: MagentoReply } {
  if (request.method === "GET" || request.method === "DELETE" || request.body === "") return { ok: true, value: {} };
  if (!request.headers["content-type"]) return { ok: false, reply: message(400, "Content-Type header is empty.") };
  try {
    const value: unknown = JSON.parse(request.body);
    return { ok: true, value: typeof value === "object" && value !== null ? Object(value) : {} };
  } catch {
    return { ok: false, reply: message(400, "Decoding error.") };
  }
}

function answerRest(request: FakeRequest, rest: string, shop: Shop): MagentoReply {
  if (!METHODS.includes(request.method)) return message(405, `The ${request.method} HTTP method is not supported.`);
  const [, store = "", version = "", path = ""] =
    /^(?:\/(default|all|[a-z]\w*))?(?:\/(V\d+))?(\/.*)?$/.exec(rest.replace(/\/+$/, "")) ?? [];
  if ((store !== "" && store !== "default" && store !== "all") || version === "")
    return message(400, "Specified request cannot be processed.");
  if (version !== "V1") return NO_ROUTE;
  const who = authenticate(request, shop.keys, !shop.behaviour.bearerDisabled, shop.store.now());
  if (who.refusal) return who.refusal;
  const route = ROUTES.find(({ method, pattern }) => method === request.method && pattern.test(path));
  if (!route) return NO_ROUTE;
  if (route.resource !== null && !mayUse(who.token, route.resource)) return notAuthorized(route.resource, who.token === null);
  const body = readBody(request);
  if (!body.ok) return body.reply;
  return route.answer({ request, id: Number(route.pattern.exec(path)?.[1]), body: body.value, shop });
}

const htmlPage = (status: number, title: string): FakeAnswer => ({
  status,
  headers: [
    ["Pragma", status === 404 ? "cache" : "no-cache"],
    ["Cache-Control", "max-age=0, must-revalidate, no-cache, no-store"],
    ["X-Magento-Tags", "FPC"],
    ["X-Content-Type-Options", "nosniff"],
    ["X-XSS-Protection", "1; mode=block"],
    ["X-UA-Compatible", "IE=edge"],
    ["X-Frame-Options", "SAMEORIGIN"],
    ["Content-Type", "text/html; charset=UTF-8"],
  ],
  body: `<!doctype html>\n<html lang="en">\n    <head >\n        <script>\n    var LOCALE = 'en\\u002DUS';\n    var require = {\n        'baseUrl': '/static/version1795560120/frontend/Magento/luma/en_US'\n    };\n</script>\n<title>${title}</title></head><body data-mage-init='{}'><h1>${title}</h1></body></html>\n`,
});

const schemaDocument = (request: FakeRequest): unknown => ({
  securityDefinitions: { api_key: { type: "apiKey", name: "api_key", in: "header" } },
  swagger: "2.0",
  info: { version: "2.4", title: "Magento Community" },
  host: new URL(request.origin).host,
  basePath: "/rest/all",
  schemes: [request.secure ? "https" : "http"],
  definitions: { "error-response": { type: "object", properties: { message: { type: "string" } } } },
});

/** The web server's own answer if .htaccess is missing. */
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

export const magento: FakeShopSystem<MagentoToken> = {
  version: "2.4.7-p3",
  makeHandler() {
    const integrations = new MagentoIntegrations();
    return (request, context) => {
      const shop = integrations.tokens.length > 0 ? { ...context, keys: [...context.keys, ...integrations.tokens] } : context;
      if (request.method === "TRACE")
        return { status: 200, headers: [["Content-Type", "message/http"]], body: `TRACE ${request.path} HTTP/1.1\r\n` };
      if (shop.behaviour.maintenance) return errorPage(request, 503, "Error 503: Service Unavailable");
      const integration = answerIntegration(request, integrations, shop.store.now());
      if (integration) return integration;
      const rest = /^(\/index\.php)?\/rest(\/.*)?$/.exec(request.path);
      if (rest) {
        if (shop.behaviour.rewriting && shop.behaviour.rewriting !== "on") return answerLostRules(request);
        if (rest[2]?.startsWith("/all/schema") && request.method === "GET")
          return jsonAnswer(200, schemaDocument(request), restHeaders(true, "application/json"));
        const reply = answerRest(request, rest[2] ?? "", shop);
        return render(request, reply.status, reply.value, reply.session ?? false);
      }
      if (request.path === "/magento_version") return { ...htmlPage(200, ""), body: "Magento/2.4 (Community)" };
      return request.path === "/" ? htmlPage(200, shop.name.replace(/[<&]/g, "")) : htmlPage(404, "404 Not Found");
    };
  },
};
