import { nginx } from "@/e2e/lab/cases/front";
import { PRESTA_KEY, WOO_KEY } from "@/e2e/lab/harness/lab";
import { BOTH_AGENTS, blocked, degraded, HEALTHY, type LabCase, SECOND_ADDRESS } from "@/e2e/lab/lab-case";
import { userAgents } from "@/lib/connectors/egress/user-agents";

// Gateways that refuse in JSON similar to a shop's, and shops whose own responses arrive without their headers.

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;

const saying = (condition: string, status: number, body: object) => ({
  server: `default_type application/json; if (${condition}) { return ${status} '${JSON.stringify(body)}'; }`,
});
const PATCH = "$request_method = PATCH";
const NAMES = "$http_user_agent ~* sendcloud";
const patch = degraded({ code: "method_blocked", methods: ["PATCH"], blocker: "nginx" });
const names = (agents: readonly string[]) => blocked({ code: "user_agent_blocked", userAgents: agents, blocker: "nginx" });

export const GATEWAY_CASES: readonly LabCase[] = [
  nginx(
    "a gateway's list of errors for PATCH",
    saying(PATCH, 405, { errors: [{ code: 405, message: "Method Not Allowed" }] }),
    patch,
    prestashop,
  ),
  nginx(
    "a gateway's list of errors with words for codes, for PATCH",
    saying(PATCH, 403, { errors: [{ code: "forbidden", message: "Method not allowed by gateway" }] }),
    patch,
    prestashop,
  ),
  nginx(
    "a gateway's list of errors for the second address",
    saying(`$remote_addr = ${SECOND_ADDRESS}`, 403, { errors: [{ code: "1020", message: "Access denied" }] }),
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS], blocker: "nginx" }),
    prestashop,
  ),
  nginx(
    "a gateway's message with an empty list of errors for both User-Agents",
    saying(NAMES, 403, { message: "Access denied", errors: [] }),
    names(userAgents("magento")),
    magento,
  ),
  nginx(
    "a gateway's message about OAuth for both User-Agents",
    saying(NAMES, 401, { message: "OAuth token required" }),
    names(userAgents("magento")),
    magento,
  ),
  nginx(
    "a gateway's message with words for errors, for PATCH",
    saying(PATCH, 403, { message: "Blocked", errors: ["waf"] }),
    patch,
    magento,
  ),
  nginx(
    "a gateway's message with the number of a trace, for PATCH",
    saying(PATCH, 403, { message: "Blocked", trace: "1-67ab" }),
    patch,
    magento,
  ),
  nginx("a gateway's list of words for PATCH", saying(PATCH, 403, ["blocked"]), patch),
  nginx(
    "a gateway's code, message and data for PATCH",
    saying(PATCH, 403, { code: "WAF_BLOCK", message: "Blocked by firewall", data: {} }),
    patch,
  ),
  nginx(
    "a gateway's code, message and data for both User-Agents",
    saying(NAMES, 403, { code: "forbidden", message: "Request blocked", data: { request_id: "x" } }),
    names(BOTH_AGENTS),
  ),
  nginx("a gateway's 200 that names the methods that it lets through, for PATCH", saying(PATCH, 200, { methods: "GET" }), patch),

  nginx(
    "a gateway's list of errors for PUT",
    saying("$request_method = PUT", 405, { errors: [{ code: 405, message: "No" }] }),
    HEALTHY,
    prestashop,
  ),
  nginx("a gateway's message for PUT", saying("$request_method = PUT", 403, { message: "Blocked", errors: [] }), HEALTHY, magento),
  nginx(
    "a gateway's code, message and data for scanners",
    saying("$http_user_agent ~* nikto", 403, { code: "WAF_BLOCK", message: "Blocked", data: {} }),
    HEALTHY,
    { credentials: true },
  ),
  nginx(
    "takes away every header by which a shop lets itself be known",
    { location: "proxy_hide_header Link; proxy_hide_header X-WP-Total; proxy_hide_header X-WP-TotalPages; proxy_hide_header Allow;" },
    HEALTHY,
  ),
  nginx(
    "takes away every header by which a shop lets itself be known, a wrong secret",
    { location: "proxy_hide_header Link; proxy_hide_header X-WP-Total; proxy_hide_header X-WP-TotalPages; proxy_hide_header Allow;" },
    blocked({ code: "credentials_rejected", reason: "wrong_secret" }),
    { credentials: { ...WOO_KEY, consumerSecret: "cs_wrong" } },
  ),
  nginx(
    "takes away what Magento says of caches",
    { location: "proxy_hide_header Cache-Control; proxy_hide_header Pragma; proxy_hide_header Expires;" },
    HEALTHY,
    magento,
  ),
  nginx(
    "takes away what Magento says of caches, with a token",
    { location: "proxy_hide_header Cache-Control; proxy_hide_header Pragma; proxy_hide_header Expires;" },
    HEALTHY,
    { ...magento, credentials: true },
  ),
  nginx(
    "removes the headers that identify PrestaShop, no key",
    { location: "proxy_hide_header X-Powered-By; proxy_hide_header PSWS-Version;" },
    HEALTHY,
    prestashop,
  ),
  nginx(
    "removes the headers that identify PrestaShop, a wrong key",
    { location: "proxy_hide_header X-Powered-By; proxy_hide_header PSWS-Version;" },
    blocked({ code: "credentials_rejected" }),
    { ...prestashop, credentials: { apiKey: [...PRESTA_KEY.apiKey].reverse().join("") } },
  ),
];
