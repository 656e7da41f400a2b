import { apache, bare, haproxy, nginx } from "@/e2e/lab/cases/front";
import { openShop, PRESTA_KEY, WOO_KEY } from "@/e2e/lab/harness/lab";
import { blocked, degraded, FIRST_ADDRESS, HEALTHY, type LabCase, LONG_AGENT, SECOND_ADDRESS, SHORT_AGENT } from "@/e2e/lab/lab-case";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import type { FakeKeys } from "@/lib/testing/fake-shops/shop-systems";

// What servers and shops do to requests with and without a key.

const keyed = { credentials: true } as const;
const magento = { shopSystem: "magento", credentials: true } as const;
const prestashop = { shopSystem: "prestashop", credentials: true } as const;
const ORDERS = "/wp-json/wc/v3/orders";
const wrongSecret = { ...WOO_KEY, consumerSecret: `cs_${"0".repeat(40)}` };
const unknownKey = { ...WOO_KEY, consumerKey: `ck_${"0".repeat(40)}` };
/** Messages in a language unknown to every rule. */
const behaviour = { speaks: (message: string): string => [...message].reverse().join("") };

/** Refuses reading without a key, from one address only. */
const keyless = (address: string): string => `set $who "$remote_addr$http_authorization"; if ($who = "${address}") { return 403; }`;

const REFUSES_WRITES_OF_GUESTS =
  'set $asked "$request_method$http_authorization"; if ($asked ~ "^(POST|PUT|PATCH|DELETE)$") { return 403; }';

const REFUSES_ORDERS_OF_GUESTS =
  'set $asked "$uri $http_authorization"; if ($asked ~ "^/(wp-json/wc/|api/orders|rest/.*/orders).* $") { return 403; }';

/** Permissions that the connector needs in PrestaShop 8. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ["addresses", "configurations", "countries", "currencies", "customers", "order_states", "orders", "states"].map((name) => [
      name,
      ["GET"],
    ]),
  ),
  order_carriers: ["GET", "POST", "PATCH"],
  order_histories: ["POST"],
};

const rights = (name: string, changed: FakeKeys["prestashop"]["rights"], truth: LabCase["truth"]): LabCase => ({
  name: `prestashop: ${name}`,
  needs: [],
  shopSystem: "prestashop",
  credentials: PRESTA_KEY,
  truth,
  async open(workspace) {
    const shop = await openShop(workspace, "prestashop", [{ ...PRESTA_KEY, rights: { ...RIGHTS, ...changed } }]);
    return { url: shop.url, shop };
  },
});

export const KEY_CASES: readonly LabCase[] = [
  // Only the list of orders is refused.
  nginx(
    "the list of orders is closed",
    { server: `location = ${ORDERS} { deny all; }` },
    blocked({ code: "access_denied", blocker: "nginx" }),
    keyed,
  ),
  nginx("the list of orders is closed, seen without a key", { server: `location = ${ORDERS} { deny all; }` }, HEALTHY),
  nginx(
    "the list of orders is closed",
    { server: "location = /rest/V1/orders { deny all; }" },
    blocked({ code: "access_denied", blocker: "nginx" }),
    magento,
  ),
  nginx(
    "the list of orders is closed",
    { server: "location = /api/orders { deny all; }" },
    blocked({ code: "access_denied", blocker: "nginx" }),
    prestashop,
  ),
  nginx(
    "the list of orders goes to a server that is down",
    { server: `location = ${ORDERS} { proxy_pass http://127.0.0.1:1; }` },
    blocked({ code: "server_error", reason: "bad_gateway" }),
    keyed,
  ),
  nginx(
    "the list of orders is a web page",
    { server: `location = ${ORDERS} { default_type text/html; return 200 '<html><title>Orders</title></html>'; }` },
    blocked({ code: "invalid_response", reason: "html" }),
    keyed,
  ),
  nginx(
    "the list of orders lies elsewhere",
    { server: `location = ${ORDERS} { return 302 https://elsewhere.example/; }` },
    blocked({ code: "redirected_to_other_host" }),
    keyed,
  ),
  apache(
    "a password in front of the list of orders",
    {
      host: `<Location ${ORDERS}>\nAuthType Basic\nAuthName "Orders"\nAuthUserFile @USERS@\n<RequireAny>\nRequire valid-user\nRequire expr %{REQUEST_URI} =~ m#/orders/#\n</RequireAny>\n</Location>`,
    },
    blocked({ code: "password_protected" }),
    { ...keyed, files: { USERS: "lab:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/\n" } },
  ),

  // Orders are refused to only one of our User-Agents.
  ...userAgents("magento").map((agent) =>
    haproxy(
      `the orders are closed to ${agent.slice(0, 13)}`,
      { frontend: `http-request deny if { path_beg /rest/V1/orders } { req.hdr(User-Agent) -m beg ${agent.slice(0, 13)} }` },
      blocked({ code: "user_agent_blocked", userAgents: [agent], blocker: "haproxy" }),
      magento,
    ),
  ),
  ...[FIRST_ADDRESS, SECOND_ADDRESS].map((address) =>
    nginx(
      `the orders are closed to ${address}`,
      { server: `location /api/orders { deny ${address}; @PROXY@ }` },
      blocked({ code: "ip_blocked", addresses: [address], blocker: "nginx" }),
      prestashop,
    ),
  ),
  nginx(
    "the short name may not write",
    {
      http: 'map "$request_method $http_user_agent" $cut { default 0; "~^(POST|PATCH|DELETE) Sendcloud/1\\.0\\.0$" 1; }',
      server: "if ($cut) { return 403; }",
    },
    degraded({ code: "method_blocked", methods: ["POST", "PATCH", "DELETE"], userAgents: [SHORT_AGENT], blocker: "nginx" }),
    prestashop,
  ),

  // Requests with or without a key.
  nginx(
    "refuses Basic in Authorization",
    { server: 'if ($http_authorization ~ "^Basic") { return 403; }' },
    blocked({ code: "access_denied", blocker: "nginx" }),
    keyed,
  ),
  apache(
    "refuses Basic in Authorization",
    {
      host: 'SetEnvIf Authorization ^Basic weak\n<Location "/">\n<RequireAll>\nRequire all granted\nRequire not env weak\n</RequireAll>\n</Location>',
    },
    blocked({ code: "access_denied", blocker: "apache" }),
    prestashop,
  ),
  apache(
    "refuses Basic in Authorization, seen without a key",
    {
      host: 'SetEnvIf Authorization ^Basic weak\n<Location "/">\n<RequireAll>\nRequire all granted\nRequire not env weak\n</RequireAll>\n</Location>',
    },
    blocked({ code: "access_denied", blocker: "apache" }),
    { shopSystem: "prestashop" },
  ),
  haproxy(
    "refuses writes with a key",
    { frontend: "http-request deny if { method POST } { req.hdr(Authorization) -m found }" },
    degraded({ code: "access_denied", blocker: "haproxy" }),
    keyed,
  ),
  ...[keyed, prestashop].map((options) => nginx("refuses writes without a key", { server: REFUSES_WRITES_OF_GUESTS }, HEALTHY, options)),
  nginx(
    "refuses writes without a key, and the long name",
    { server: `${REFUSES_WRITES_OF_GUESTS} if ($http_user_agent ~ ^SendCloud) { return 403; }` },
    blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT] }),
    keyed,
  ),
  nginx("refuses requests without a key", { server: 'if ($http_authorization = "") { return 403; }' }, HEALTHY, keyed),
  nginx("refuses requests without a key", { server: 'if ($http_authorization = "") { return 403; }' }, HEALTHY, prestashop),
  nginx("refuses requests without a key", { server: 'if ($http_authorization = "") { return 401; }' }, HEALTHY, magento),
  ...[keyed, prestashop, magento].map((options) =>
    nginx("closes orders to guests", { server: REFUSES_ORDERS_OF_GUESTS }, HEALTHY, options),
  ),
  nginx(
    "closes orders to guests, and to the second address",
    { server: `${REFUSES_ORDERS_OF_GUESTS} if ($remote_addr = ${SECOND_ADDRESS}) { return 403; }` },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS], blocker: "nginx" }),
    keyed,
  ),
  nginx(
    "closes orders to guests, and refuses the long name and PATCH",
    {
      server: `${REFUSES_ORDERS_OF_GUESTS} if ($http_user_agent ~ ^SendCloud) { return 403; } if ($request_method = PATCH) { return 403; }`,
    },
    blocked(
      { code: "user_agent_blocked", userAgents: [LONG_AGENT], blocker: "nginx" },
      { code: "method_blocked", methods: ["PATCH"], blocker: "nginx" },
    ),
    keyed,
  ),
  nginx("refuses the first address unless it brings a key", { server: keyless(FIRST_ADDRESS) }, HEALTHY, keyed),
  nginx("refuses the second address unless it brings a key", { server: keyless(SECOND_ADDRESS) }, HEALTHY, prestashop),
  nginx(
    "refuses the first address unless it brings a key, and PATCH to all",
    { server: `${keyless(FIRST_ADDRESS)}\n if ($request_method = PATCH) { return 405; }` },
    degraded({ code: "method_blocked", methods: ["PATCH"], blocker: "nginx" }),
    magento,
  ),
  nginx(
    "refuses the first address unless it brings a key, and no key given",
    { server: keyless(FIRST_ADDRESS) },
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS], blocker: "nginx" }),
  ),
  nginx(
    "refuses requests without a key, and a name besides",
    { server: 'if ($http_authorization = "") { return 403; }\n if ($http_user_agent ~ "^Sendcloud/1") { return 403; }' },
    blocked({ code: "user_agent_blocked", userAgents: ["Sendcloud/1.0.0"] }),
    keyed,
  ),
  nginx(
    "a password in front of the shop, a key that works",
    { server: 'auth_basic "Staff"; auth_basic_user_file @USERS@;' },
    blocked({ code: "password_protected" }),
    { ...keyed, files: { USERS: "lab:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/\n" } },
  ),

  // Messages in the shop's language.
  bare("an unknown key, in another language", { behaviour }, blocked({ code: "credentials_rejected", reason: "unknown_key" }), {
    credentials: unknownKey,
  }),
  bare(
    "a wrong secret, in another language and with a clock that is far off",
    { behaviour: { ...behaviour, clockSkewMs: 3_600_000 } },
    blocked({ code: "credentials_rejected", reason: "wrong_secret" }),
    { credentials: wrongSecret },
  ),
  bare("a clock that is far off, which Basic does not mind", { behaviour: { ...behaviour, clockSkewMs: 3_600_000 } }, HEALTHY, keyed),
  nginx(
    "TLS ends here and the shop does not know, in another language",
    { proxyHeaders: "proxy_set_header Host $http_host;" },
    blocked({ code: "credentials_rejected", reason: "http_scheme_unknown" }),
    { ...keyed, shop: { behaviour } },
  ),
  nginx(
    "takes Basic away from Authorization, and nothing else",
    {
      http: 'map $http_authorization $handed { default $http_authorization; ~^Basic ""; }',
      location: "proxy_set_header Authorization $handed;",
    },
    blocked({ code: "authorization_header_stripped" }),
    keyed,
  ),
  nginx(
    "TLS ends here and the shop does not know, an unknown key in another language",
    { proxyHeaders: "proxy_set_header Host $http_host;" },
    blocked({ code: "credentials_rejected", reason: "unknown_key" }),
    { credentials: unknownKey, shop: { behaviour } },
  ),
  {
    name: "shop: a key that may only write, in another language",
    needs: [],
    credentials: WOO_KEY,
    truth: blocked({ code: "credentials_insufficient", reason: "cannot_read_orders" }),
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [{ ...WOO_KEY, permissions: "write" }], { tls: "none", behaviour });
      return { url: shop.url, shop };
    },
  },

  // Permissions of a key.
  rights("a key with the rights that are needed, and no others", {}, HEALTHY),
  rights(
    "a key that may not read addresses",
    { addresses: [] },
    blocked({ code: "credentials_insufficient", reason: "method_not_allowed" }),
  ),
  rights(
    "a key that may not write histories",
    { order_histories: ["GET"] },
    degraded({ code: "credentials_insufficient", reason: "method_not_allowed" }),
  ),
];
