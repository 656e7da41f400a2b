import { HOUR_MS } from "@/lib/base/units";
import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import type { TrackingPlace } from "@/lib/testing/fake-shops/behaviour";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import { APACHE } from "@/lib/testing/fake-shops/front-pages";
import { zoneOffsetMs } from "@/lib/testing/fake-shops/shop-time";
import { authenticate, checkPermission } from "@/lib/testing/fake-shops/woocommerce/authenticate";
import { namespaceDocument, optionsDocument, rootDocument, systemStatus } from "@/lib/testing/fake-shops/woocommerce/documents";
import { cannot, errorAnswer, NO_ROUTE, restHeaders, type WooError, wooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import { selectFields } from "@/lib/testing/fake-shops/woocommerce/fields";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import { answerNotes } from "@/lib/testing/fake-shops/woocommerce/notes";
import { answerBatch, answerCollection, answerItem, checkParameters } from "@/lib/testing/fake-shops/woocommerce/orders";
import { countByStatus } from "@/lib/testing/fake-shops/woocommerce/totals";
import { answerFulfillments, answerTrackings } from "@/lib/testing/fake-shops/woocommerce/tracking-places";
import { answerWebhook, answerWebhooks } from "@/lib/testing/fake-shops/woocommerce/webhooks";

// WordPress' REST server: authenticates, routes, validates, authorizes, and only then executes.

interface Route {
  pattern: RegExp;
  methods: readonly string[];
  /** The route exists only in shops that have this place for tracking numbers. */
  place?: TrackingPlace;
  /** Refusal for a visitor without a key; null for a public route. */
  refusal(method: string): WooError | null;
  answer(request: FakeRequest, match: RegExpExecArray, shop: ShopContext<WooKey>, headers: [string, string][]): FakeAnswer;
}

const open = (): null => null;
const cannotBatch = wooError(401, "woocommerce_rest_cannot_batch", "Sorry, you are not allowed to batch manipulate this resource.");

function refuseItem(method: string): WooError {
  if (method === "GET") return cannot("view");
  return cannot(method === "DELETE" ? "delete" : "edit");
}

const orderId = (match: RegExpExecArray): number => Number(match[1]);

const withFields = (request: FakeRequest, document: Record<string, unknown>, headers: [string, string][]): FakeAnswer => {
  const fields = request.query.get("_fields");
  return jsonAnswer(200, fields ? selectFields(document, fields) : document, headers);
};

const ROUTES: readonly Route[] = [
  {
    pattern: /^\/$/,
    methods: ["GET"],
    refusal: open,
    answer: (request, _match, shop, headers) =>
      withFields(
        request,
        rootDocument(request, {
          name: shop.name,
          timeZone: shop.timeZone,
          withWooCommerce: !shop.behaviour.apiDisabled,
          offsetHours: zoneOffsetMs(shop.store.now(), shop.timeZone) / HOUR_MS,
        }),
        headers,
      ),
  },
  {
    pattern: /^\/wc\/v3$/,
    methods: ["GET"],
    refusal: open,
    answer: (request, _match, _shop, headers) => withFields(request, namespaceDocument(request, "wc/v3"), headers),
  },
  {
    pattern: /^\/wc\/v3\/orders$/,
    methods: ["GET", "POST"],
    refusal: (method) => cannot(method === "GET" ? "list" : "create"),
    answer: answerCollection,
  },
  {
    pattern: /^\/wc\/v3\/orders\/(\d+)$/,
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    refusal: refuseItem,
    answer: (request, match, shop, headers) => answerItem(request, orderId(match), shop, headers),
  },
  { pattern: /^\/wc\/v3\/orders\/batch$/, methods: ["POST", "PUT", "PATCH"], refusal: () => cannotBatch, answer: answerBatch },
  {
    pattern: /^\/wc\/v3\/orders\/(\d+)\/notes$/,
    methods: ["GET", "POST"],
    refusal: (method) => cannot(method === "GET" ? "list" : "create"),
    answer: (request, match, shop, headers) => answerNotes(request, orderId(match), shop, headers),
  },
  {
    pattern: /^\/wc\/v3\/orders\/(\d+)\/fulfillments$/,
    methods: ["GET", "POST"],
    place: "fulfillments",
    refusal: (method) => cannot(method === "GET" ? "view" : "create"),
    answer: (request, match, shop, headers) => answerFulfillments(request, orderId(match), shop, headers),
  },
  {
    pattern: /^\/wc-shipment-tracking\/v3\/orders\/(\d+)\/shipment-trackings$/,
    methods: ["GET", "POST"],
    place: "shipment_tracking",
    refusal: (method) => cannot(method === "GET" ? "list" : "create"),
    answer: (request, match, shop, headers) => answerTrackings(request, "shipment_tracking", orderId(match), shop, headers),
  },
  {
    // The plugin also answers under the other one's name.
    pattern: /^\/wc-(?:ast|shipment-tracking)\/v3\/orders\/(\d+)\/shipment-trackings$/,
    methods: ["GET", "POST"],
    place: "ast",
    refusal: (method) => cannot(method === "GET" ? "list" : "create"),
    answer: (request, match, shop, headers) => answerTrackings(request, "ast", orderId(match), shop, headers),
  },
  {
    pattern: /^\/wc\/v3\/webhooks$/,
    methods: ["GET", "POST"],
    refusal: (method) => cannot(method === "GET" ? "list" : "create"),
    answer: (request, _match, shop, headers) => answerWebhooks(request, shop, headers),
  },
  {
    pattern: /^\/wc\/v3\/webhooks\/(\d+)$/,
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    refusal: refuseItem,
    answer: (request, match, shop, headers) => answerWebhook(request, Number(match[1]), shop, headers),
  },
  {
    pattern: /^\/wc\/v3\/system_status$/,
    methods: ["GET"],
    refusal: () => cannot("list"),
    answer: (request, _match, shop, headers) =>
      withFields(request, systemStatus(request, { version: shop.version, currency: shop.currency, serverInfo: APACHE }), headers),
  },
  {
    pattern: /^\/wc\/v3\/data\/currencies\/(current|[a-z]{3})$/i,
    methods: ["GET"],
    refusal: () => cannot("view"),
    answer: (_request, match, shop, headers) => {
      const code = match[1] === "current" ? shop.currency : (match[1] ?? "").toUpperCase();
      return jsonAnswer(200, { code, name: code === "EUR" ? "Euro" : code, symbol: code === "EUR" ? "&euro;" : code }, headers);
    },
  },
  {
    pattern: /^\/wc\/v3\/reports\/orders\/totals$/,
    methods: ["GET"],
    refusal: () => cannot("list"),
    answer: (_request, _match, shop, headers) => jsonAnswer(200, countByStatus(shop.store, shop.behaviour.statusLabels), headers),
  },
];

/** The method after WordPress' override: the query before the header, whatever the request's method. */
function effectiveMethod(request: FakeRequest): string {
  const method = (request.query.get("_method") ?? request.headers["x-http-method-override"] ?? request.method).toUpperCase();
  return method === "HEAD" ? "GET" : method;
}

export function answerRest(
  request: FakeRequest,
  target: { route: string; keysWork: boolean },
  shop: ShopContext<WooKey>,
  site: { plain: boolean; usedNonces: Map<string, number> },
): FakeAnswer {
  const method = effectiveMethod(request);
  // Keys are valid for WooCommerce's own routes and for plugin routes with the same prefix.
  const isWoo = /^\/wc[/-]/.test(target.route);
  const present = !(isWoo && shop.behaviour.apiDisabled);
  const nowSeconds = shop.store.now().getTime() / 1000;
  const who =
    isWoo && present && target.keysWork ? authenticate(request, shop.keys, site.usedNonces, nowSeconds) : { key: null, error: null };
  const headers = (allow?: string): [string, string][] =>
    restHeaders(request, { authenticated: who.key !== null, plain: site.plain, ...(allow ? { allow } : {}) });

  if (who.error) return errorAnswer(who.error, headers());
  const missing = who.key ? checkPermission(who.key, method) : null;
  if (missing) return errorAnswer(missing, headers());

  const isThere = ({ pattern, place }: Route): boolean =>
    pattern.test(target.route) && (place === undefined || (shop.behaviour.trackingPlaces?.includes(place) ?? false));
  const route = present ? ROUTES.find(isThere) : undefined;
  const match = route?.pattern.exec(target.route);
  if (method === "OPTIONS") {
    if (!route) return jsonAnswer(200, [], headers());
    return withFields(request, optionsDocument("wc/v3", route.methods), headers(who.key ? route.methods.join(", ") : undefined));
  }
  if (!route || !match || !route.methods.includes(method)) return errorAnswer(NO_ROUTE, headers());

  const refusal = route.refusal(method);
  const allowed = who.key !== null || refusal === null;
  const allow = allowed ? route.methods.join(", ") : undefined;
  const effective = { ...request, method };
  const wrong = checkParameters(effective, target.route, shop);
  if (wrong) return errorAnswer(wrong, headers(allow));
  if (!allowed && refusal) return errorAnswer(refusal, headers());
  return route.answer(effective, match, shop, headers(allow));
}
