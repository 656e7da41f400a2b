import { MAGENTO_TOKEN, openShop, PRESTA_KEY, WOO_KEY } from "@/e2e/lab/harness/lab";
import {
  BOTH_AGENTS,
  blocked,
  degraded,
  FIRST_ADDRESS,
  HEALTHY,
  type LabCase,
  LONG_AGENT,
  SECOND_ADDRESS,
  SHORT_AGENT,
  type Truth,
} from "@/e2e/lab/lab-case";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { startVarnish } from "@/e2e/lab/servers/varnish";

type ShopSystem = "woocommerce" | "magento" | "prestashop";

/** Caches only refusals and 404s, by URL, for a minute. */
const KEEPS_REFUSALS = `sub vcl_recv {
  if (req.method != "GET" || req.http.Authorization) { return (pass); }
  return (hash);
}
sub vcl_backend_response {
  if (bereq.method == "GET" && (beresp.status == 403 || beresp.status == 404)) {
    set beresp.ttl = 60s;
    unset beresp.http.Set-Cookie;
    return (deliver);
  }
  set beresp.uncacheable = true;
  return (deliver);
}`;

/** Varnish in front of an nginx that refuses. */
const kept = (what: string, server: string, truth: Truth, shopSystem: ShopSystem = "woocommerce", withKey = false): LabCase => ({
  name: `varnish: ${shopSystem === "woocommerce" ? "" : `${shopSystem}, `}keeps what nginx behind it refuses, ${what}`,
  needs: ["varnish", "nginx"],
  shopSystem,
  truth,
  ...(withKey ? { credentials: WOO_KEY } : {}),
  ...(truth === HEALTHY ? { atMost: 12 } : {}),
  async open(workspace) {
    const shop =
      shopSystem === "magento"
        ? await openShop(workspace, "magento", [MAGENTO_TOKEN])
        : shopSystem === "prestashop"
          ? await openShop(workspace, "prestashop", [PRESTA_KEY])
          : await openShop(workspace, "woocommerce", [WOO_KEY]);
    const upstream = await startNginx(workspace, { upstream: shop.url, server });
    return { url: await startVarnish(workspace, { upstream, vcl: KEEPS_REFUSALS }), shop };
  },
});

const name = (start: string): string => `if ($http_user_agent ~ "^${start}/") { return 403; }`;
const BOTH_NAMES = 'if ($http_user_agent ~* "sendcloud") { return 403; }';
const address = (from: string): string => `if ($http_x_forwarded_for ~ "${from.replaceAll(".", "\\.")}") { return 403; }`;

export const KEPT_REFUSAL_CASES: readonly LabCase[] = [
  kept("nothing", "", HEALTHY),
  kept("nothing, with a key", "", HEALTHY, "woocommerce", true),
  kept("nothing", "", HEALTHY, "prestashop"),
  kept("nothing", "", HEALTHY, "magento"),
  kept("the short name", name("Sendcloud"), blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT] })),
  kept("the long name", name("SendCloud"), blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT] })),
  kept("the first address", address(FIRST_ADDRESS), blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS] })),
  kept("the second address", address(SECOND_ADDRESS), blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] })),
  kept("the second address", address(SECOND_ADDRESS), blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] }), "prestashop"),
  kept(
    "both addresses",
    address(FIRST_ADDRESS) + address(SECOND_ADDRESS),
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS, SECOND_ADDRESS] }),
  ),
  kept("both names", BOTH_NAMES, blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS })),
  kept("both names, seen with a key", BOTH_NAMES, blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS }), "woocommerce", true),
  kept(
    "the short name, seen with a key",
    name("Sendcloud"),
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT] }),
    "woocommerce",
    true,
  ),
  kept(
    "the second address, and the long name",
    address(SECOND_ADDRESS) + name("SendCloud"),
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] }, { code: "user_agent_blocked", userAgents: [LONG_AGENT] }),
  ),
  kept(
    "both names, and DELETE, seen with a key",
    `${BOTH_NAMES} if ($request_method = DELETE) { return 405; }`,
    blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS }, { code: "method_blocked", methods: ["DELETE"] }),
    "woocommerce",
    true,
  ),
  kept(
    "the long name, and PATCH",
    `${name("SendCloud")} if ($request_method = PATCH) { return 405; }`,
    blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT] }, { code: "method_blocked", methods: ["PATCH"] }),
  ),
  kept(
    "PATCH and DELETE",
    "if ($request_method ~ PATCH|DELETE) { return 403; }",
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"] }),
  ),
];
