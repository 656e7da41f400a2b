import type { FakeRequest } from "@/lib/testing/fake-shops/answer";

// WordPress' descriptions of its own REST API. As long as the real ones (1.2 MB, 249 kB, 30 kB), so that a client that reads without a limit is
// noticed here.

const NAMESPACES = [
  "oembed/1.0",
  "wc/v3",
  "wc/v1",
  "wc/pos/v1/catalog",
  "jetpack/v4",
  "wc-admin",
  "wc-analytics",
  "wc/store",
  "wc/store/v1",
  "wc/private",
  "wc/v2",
  "wc-admin-email",
  "wc-telemetry",
  "wccom-site/v3",
  "wp-abilities/v1",
  "wp/v2",
  "wp-site-health/v1",
  "wp-block-editor/v1",
];

const RESOURCES = [
  "coupons",
  "customers",
  "orders",
  "products",
  "reports",
  "settings",
  "shipping/zones",
  "system_status",
  "taxes",
  "webhooks",
  "data/currencies",
];

/** The first argument has its real name; the others are as long as the real ones. */
const makeArgs = (resource: string, count: number, first: string): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      index === 0 ? first : `${resource.replace(/\W/g, "_")}_field_${index}`,
      {
        description: `Limit response to ${resource} with field ${index} of the given value.`,
        type: "string",
        format: "date-time",
        required: false,
      },
    ]),
  );

const makeRoute = (namespace: string, route: string, methods: readonly string[], origin: string, argCount: number): unknown => ({
  namespace,
  methods,
  endpoints: methods.map((method) => ({
    methods: [method],
    args: makeArgs(route.split("/").at(-1) ?? "item", argCount, argCount === 2 ? "namespace" : "id"),
  })),
  _links: { self: [{ href: `${origin}/wp-json${route}` }] },
});

const makeRoutes = (namespace: string, origin: string, argCount: number): Record<string, unknown> =>
  Object.fromEntries([
    [`/${namespace}`, makeRoute(namespace, `/${namespace}`, ["GET"], origin, 2)],
    ...RESOURCES.flatMap((resource) => [
      [`/${namespace}/${resource}`, makeRoute(namespace, `/${namespace}/${resource}`, ["GET", "POST"], origin, argCount)],
      [
        `/${namespace}/${resource}/(?P<id>[\\d]+)`,
        makeRoute(namespace, `/${namespace}/${resource}`, ["GET", "POST", "PUT", "PATCH", "DELETE"], origin, argCount),
      ],
    ]),
  ]);

/** `/wp-json/`. Without WooCommerce, its namespaces and routes are missing. */
export function rootDocument(
  request: FakeRequest,
  shop: { name: string; timeZone: string; withWooCommerce: boolean; offsetHours: number },
): Record<string, unknown> {
  const namespaces = shop.withWooCommerce ? NAMESPACES : ["oembed/1.0", "wp/v2", "wp-site-health/v1", "wp-block-editor/v1"];
  return {
    name: shop.name,
    description: "",
    url: request.origin,
    home: request.origin,
    gmt_offset: shop.offsetHours,
    timezone_string: shop.timeZone,
    page_for_posts: 0,
    page_on_front: 0,
    show_on_front: "posts",
    namespaces,
    authentication: { "application-passwords": { endpoints: { authorization: `${request.origin}/wp-admin/authorize-application.php` } } },
    get routes() {
      return Object.assign({}, ...namespaces.slice(0, 11).map((namespace) => makeRoutes(namespace, request.origin, 9)));
    },
    site_icon_url: "",
    _links: { help: [{ href: "https://developer.wordpress.org/rest-api/" }] },
  };
}

export const namespaceDocument = (request: FakeRequest, namespace: string): Record<string, unknown> => ({
  namespace,
  routes: makeRoutes(namespace, request.origin, 19),
  _links: { up: [{ href: `${request.origin}/wp-json/` }] },
});

export const optionsDocument = (namespace: string, methods: readonly string[]): Record<string, unknown> => ({
  namespace,
  methods,
  endpoints: methods.map((method) => ({ methods: [method], args: makeArgs("order", 34, "id") })),
  schema: {
    $schema: "http://json-schema.org/draft-04/schema#",
    title: "shop_order",
    type: "object",
    properties: makeArgs("property", 20, "id"),
  },
});

export const systemStatus = (
  request: FakeRequest,
  shop: { version: string; currency: string; serverInfo: string },
): Record<string, unknown> => ({
  environment: {
    home_url: request.origin,
    site_url: request.origin,
    store_id: "cdd16143-a829-4eaf-84cb-e5327998ce61",
    version: shop.version,
    wp_version: "6.8.12",
    wp_multisite: false,
    language: "en_US",
    server_info: shop.serverInfo,
    php_version: "8.4.28",
    mysql_version: "11.8.9",
    default_timezone: "UTC",
  },
  settings: {
    api_enabled: false,
    force_ssl: false,
    currency: shop.currency,
    currency_symbol: "&euro;",
    currency_position: "left",
    thousand_separator: ",",
    decimal_separator: ".",
    number_of_decimals: 2,
    HPOS_enabled: true,
    HPOS_sync_enabled: false,
  },
});
