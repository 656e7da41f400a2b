import { apache, bare, haproxy, modSecurity, nginx } from "@/e2e/lab/cases/front";
import { MAGENTO_TOKEN, openShop, PRESTA_KEY, SHOPIFY_TOKEN, type ShopOptions } from "@/e2e/lab/harness/lab";
import { blocked, degraded, HEALTHY, type LabCase, type Truth } from "@/e2e/lab/lab-case";
import { userAgents } from "@/lib/connectors/egress/user-agents";

const [shortAgent, magentoAgent] = userAgents("magento");
const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;
const stripped = blocked({ code: "authorization_header_stripped" });

const shopify = (
  name: string,
  options: ShopOptions,
  truth: Truth,
  credentials?: Record<string, string>,
  scopes?: readonly string[],
): LabCase => ({
  name: `shopify: ${name}`,
  needs: [],
  shopSystem: "shopify",
  truth,
  ...(credentials ? { credentials } : {}),
  async open(workspace) {
    const shop = await openShop(workspace, "shopify", [{ ...SHOPIFY_TOKEN, ...(scopes ? { scopes } : {}) }], { tls: "none", ...options });
    return { url: shop.url, shop };
  },
});

export const OTHER_SHOP_SYSTEM_CASES: readonly LabCase[] = [
  nginx("nothing blocked", {}, HEALTHY, magento),
  apache("a token works", {}, HEALTHY, { ...magento, credentials: true }),
  haproxy("nothing blocked", {}, HEALTHY, magento),
  modSecurity("the OWASP rules as Debian ships them", {}, degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"] }), magento),
  nginx(
    "403 for the long User-Agent",
    { server: 'if ($http_user_agent ~ "\\(magento;") { return 403; }' },
    blocked({ code: "user_agent_blocked", userAgents: [magentoAgent] }),
    magento,
  ),
  nginx(
    "403 for everything named Sendcloud",
    { server: "if ($http_user_agent ~* sendcloud) { return 403; }" },
    blocked({ code: "user_agent_blocked", userAgents: [shortAgent, magentoAgent] }),
    magento,
  ),
  bare("in maintenance", { behaviour: { maintenance: true } }, blocked({ code: "maintenance_mode" }), magento),
  bare("the .htaccess is lost", { behaviour: { rewriting: "missing_apache" } }, blocked({ code: "api_not_found" }), magento),
  bare(
    "bearer tokens are switched off, as after every install",
    { behaviour: { bearerDisabled: true } },
    blocked({ code: "credentials_rejected" }),
    { ...magento, credentials: true },
  ),
  nginx("removes the Authorization header", { location: 'proxy_set_header Authorization "";' }, stripped, magento),
  {
    name: "magento: a token that may only read orders",
    needs: [],
    shopSystem: "magento",
    credentials: MAGENTO_TOKEN,
    truth: degraded({ code: "credentials_insufficient" }),
    async open(workspace) {
      const shop = await openShop(workspace, "magento", [{ ...MAGENTO_TOKEN, resources: ["Magento_Sales::actions_view"] }], {
        tls: "none",
      });
      return { url: shop.url, shop };
    },
  },

  nginx("nothing blocked", {}, HEALTHY, prestashop),
  apache("a full key works", {}, HEALTHY, { ...prestashop, credentials: true }),
  bare("1.7, whose webservice has no PATCH", { version: "1.7.8.11" }, HEALTHY, { ...prestashop, credentials: true }),
  bare("the shop window is closed, the webservice goes on", { behaviour: { maintenance: true } }, HEALTHY, prestashop),
  bare(
    "the webservice is switched off",
    { behaviour: { apiDisabled: true } },
    blocked({ code: "api_disabled", reason: "webservice_disabled" }),
    prestashop,
  ),
  bare("the Authorization header is lost on the way", { behaviour: { stripAuthorization: true } }, stripped, prestashop),
  bare(
    "the .htaccess is lost",
    { behaviour: { rewriting: "missing_apache" } },
    blocked({ code: "api_not_found", reason: "rewrite_missing" }),
    prestashop,
  ),
  bare("an unknown key", {}, blocked({ code: "credentials_rejected" }), {
    ...prestashop,
    credentials: { apiKey: "UNKNOWNKEYUNKNOWNKEYUNKNOWNKEY42" },
  }),
  apache(
    "Apache refuses DELETE",
    { host: '<Location "/">\n  <Limit DELETE>\n  Require all denied\n  </Limit>\n  </Location>' },
    degraded({ code: "method_blocked", methods: ["DELETE"] }),
    prestashop,
  ),
  {
    name: "prestashop: a key that may only read orders",
    needs: [],
    shopSystem: "prestashop",
    credentials: PRESTA_KEY,
    truth: degraded({ code: "credentials_insufficient" }),
    async open(workspace) {
      const rights = Object.fromEntries(
        [
          "orders",
          "order_carriers",
          "order_histories",
          "order_details",
          "addresses",
          "customers",
          "countries",
          "currencies",
          "carriers",
          "order_states",
          "states",
          "configurations",
          "products",
        ].map((name) => [name, ["GET"]]),
      );
      const shop = await openShop(workspace, "prestashop", [{ ...PRESTA_KEY, rights }], { tls: "none" });
      return { url: shop.url, shop };
    },
  },
  shopify("nothing blocked", {}, HEALTHY),
  shopify("a token works", {}, HEALTHY, SHOPIFY_TOKEN),
  shopify("the shop is frozen", { behaviour: { apiDisabled: true } }, blocked({ code: "api_disabled", reason: "shop_frozen" })),
  shopify("an unknown token", {}, blocked({ code: "credentials_rejected" }), { accessToken: "shpat_0123456789abcdef0123456789abcdef" }),
  shopify("a token that may not read orders", {}, blocked({ code: "credentials_insufficient" }), SHOPIFY_TOKEN, ["read_products"]),
  {
    name: "shop: a Magento where a WooCommerce was expected",
    needs: [],
    truth: blocked({ code: "wrong_shop_system" }),
    async open(workspace) {
      const shop = await openShop(workspace, "magento", [MAGENTO_TOKEN], { tls: "none" });
      return { url: shop.url, shop };
    },
  },
  {
    name: "shop: a PrestaShop where a WooCommerce was expected",
    needs: [],
    truth: blocked({ code: "wrong_shop_system" }),
    async open(workspace) {
      const shop = await openShop(workspace, "prestashop", [PRESTA_KEY], { tls: "none" });
      return { url: shop.url, shop };
    },
  },
];
