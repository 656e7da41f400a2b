import { gzipSync } from "node:zlib";
import { bare, caddy, haproxy, nginx } from "@/e2e/lab/cases/front";
import { openShop, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
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
  unreachable,
} from "@/e2e/lab/lab-case";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { startRaw } from "@/e2e/lab/servers/raw";

const answers = (status: number, type: string, body: string): string => `location / { default_type ${type}; return ${status} '${body}'; }`;

/** A response of 300 kB that decompresses to a thousand times its size. */
const bomb = (name: string, byte: number, shopSystem: "woocommerce" | "prestashop"): LabCase => ({
  name: `raw: ${shopSystem}, an answer that unfolds to ${name}`,
  needs: [],
  shopSystem,
  truth: blocked({ code: "invalid_response", reason: "too_large" }),
  open: async (workspace) => {
    const packed = gzipSync(Buffer.alloc(300 * 1024 * 1024, byte));
    const url = await startRaw(workspace, (socket) => {
      socket.once("data", () => {
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.byteLength}\r\n\r\n`,
        );
        socket.end(packed);
      });
    });
    return { url, shop: null };
  },
});

/** Redirects http to https, with the same rule on both unless configured otherwise. */
const leadsToHttps = (what: string, rule: string, truth: Truth, ruleOfHttps = rule): LabCase => ({
  name: `nginx: plain http leads to https on the same host${what}`,
  needs: ["nginx"],
  truth,
  ...(truth === HEALTHY ? { atMost: 12 } : {}),
  async open(workspace) {
    const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
    const secure = await startNginx(workspace, { upstream: shop.url, tls: await writeCertificate(workspace), server: ruleOfHttps });
    // nginx evaluates `return` before `deny`, and `try_files` after it.
    const replaceLocation = `location @secure { return 301 ${secure}$request_uri; }\n    location / { try_files /none @secure; }`;
    return { url: await startNginx(workspace, { upstream: shop.url, server: rule, replaceLocation }), shop };
  },
});

export const ODD_CASES: readonly LabCase[] = [
  // Soft blocks and pages of security software.
  nginx(
    "a friendly page with status 200 for the short User-Agent",
    { server: 'if ($http_user_agent = "Sendcloud/1.0.0") { return 200 "<html><title>Welcome</title>Please enable JavaScript</html>"; }' },
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT] }),
  ),
  haproxy(
    "silently drops both User-Agents",
    { frontend: "http-request silent-drop if { req.hdr(User-Agent) -m sub -i sendcloud }" },
    blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS }),
  ),
  nginx(
    "503 for the second address alone",
    { http: `geo $late { default 0; ${SECOND_ADDRESS} 1; }`, server: "if ($late) { return 503; }" },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] }),
  ),
  nginx(
    "Sucuri's block page for everybody",
    {
      replaceLocation: answers(
        403,
        "text/html",
        "<html><title>Sucuri WebSite Firewall - Access Denied</title><body>Access Denied - Sucuri Website Firewall cloudproxy@sucuri.net</body></html>",
      ),
    },
    blocked({ code: "access_denied", blocker: "sucuri" }),
  ),
  caddy(
    "a password on everything",
    { site: "basicauth {\n    stage $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG\n  }" },
    blocked({ code: "password_protected" }),
  ),

  // Failing shop software.
  nginx(
    "PHP's fatal error as JSON",
    {
      replaceLocation: answers(
        500,
        "application/json",
        '{"code":"internal_server_error","message":"<p>There has been a critical error on this website.</p>","data":{"status":500},"additional_errors":[]}',
      ),
    },
    blocked({ code: "server_error", reason: "php_fatal" }),
  ),
  nginx(
    "WordPress without its database",
    {
      replaceLocation: answers(
        500,
        "text/html",
        "<html><head><title>Database Error</title></head><body><h1>Error establishing a database connection</h1></body></html>",
      ),
    },
    blocked({ code: "server_error", reason: "database_down" }),
  ),
  nginx(
    "a security plugin closes the API",
    {
      replaceLocation: answers(
        401,
        "application/json",
        '{"code":"rest_cannot_access","message":"DRA: Only authenticated users can access the REST API.","data":{"status":401}}',
      ),
    },
    blocked({ code: "closed_to_visitors", reason: "closed_by_plugin" }),
  ),
  bare("every answer takes twelve seconds", { behaviour: { delayMs: 12_000 } }, unreachable({ code: "response_timed_out" })),

  // URLs and redirects.
  leadsToHttps("", "", HEALTHY),
  leadsToHttps(
    ", the short name is refused at both",
    'if ($http_user_agent = "Sendcloud/1.0.0") { return 403; }',
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT] }),
  ),
  leadsToHttps(
    ", both names are refused at both",
    "if ($http_user_agent ~* sendcloud) { return 444; }",
    blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS }),
  ),
  leadsToHttps(
    ", both names are refused at http alone",
    "if ($http_user_agent ~* sendcloud) { return 403; }",
    blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS, blocker: "nginx" }),
    "",
  ),
  leadsToHttps(
    ", the first address is refused at http alone",
    `deny ${FIRST_ADDRESS};`,
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS], blocker: "nginx" }),
    "",
  ),
  leadsToHttps(
    ", the second address is refused at http alone",
    `deny ${SECOND_ADDRESS};`,
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS], blocker: "nginx" }),
    "",
  ),
  leadsToHttps(
    ", the second address is refused at http and the first one at https",
    `deny ${SECOND_ADDRESS};`,
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS, SECOND_ADDRESS] }),
    `deny ${FIRST_ADDRESS};`,
  ),
  leadsToHttps(
    ", the long name is refused at http alone",
    `if ($http_user_agent = "${LONG_AGENT}") { return 403; }`,
    blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT], blocker: "nginx" }),
    "",
  ),
  leadsToHttps(
    ", the second address is refused at http under the long name alone, and PATCH at https",
    `set $who "$remote_addr $http_user_agent"; if ($who = "${SECOND_ADDRESS} ${LONG_AGENT}") { return 403; }`,
    blocked(
      { code: "user_agent_blocked", userAgents: [LONG_AGENT], addresses: [SECOND_ADDRESS] },
      { code: "method_blocked", methods: ["PATCH"] },
    ),
    "if ($request_method = PATCH) { return 405; }",
  ),
  leadsToHttps(
    ", both addresses are refused at both",
    `deny ${FIRST_ADDRESS}; deny ${SECOND_ADDRESS};`,
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS, SECOND_ADDRESS] }),
  ),
  nginx(
    "a cache that keeps answers without looking who asked",
    {
      http: "proxy_cache_path @CACHE@.d keys_zone=all:1m;",
      location:
        "proxy_cache all; proxy_cache_key $uri; proxy_cache_valid any 10m; proxy_ignore_headers Cache-Control Expires Set-Cookie Vary; add_header X-Cache-Status $upstream_cache_status always;",
    },
    blocked({ code: "cached_response" }),
    { credentials: true, files: { CACHE: "" } },
  ),

  // Invalid responses.
  bomb("300 MB of nothing", 0, "woocommerce"),
  bomb("300 MB of blanks", 32, "woocommerce"),
  bomb("300 MB of blanks", 32, "prestashop"),
  bare("a body that never ends", { behaviour: { endlessBody: true } }, blocked({ code: "invalid_response", reason: "too_large" })),

  // A ban during the check: two refusals, then the firewall drops that address.
  {
    name: "shop: a firewall that bans an address after two refusals",
    needs: [],
    // Both were refused by a response before the ban, so one request each proves them.
    truth: degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"] }, { code: "banned_during_test", addresses: ["127.0.0.2"] }),
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY], { tls: "none" });
      const refusals = new Map<string, number>();
      const blockedMethods = { methods: ["PATCH", "DELETE"] };
      const onRequest = (_store: unknown, _count: number, visitor: { address: string; method: string }): void => {
        if (!blockedMethods.methods.includes(visitor.method)) return;
        const seen = (refusals.get(visitor.address) ?? 0) + 1;
        refusals.set(visitor.address, seen);
        if (seen >= 2) shop.setBehaviour({ blockedMethods, onRequest, refusedAddresses: [{ address: visitor.address, how: "reset" }] });
      };
      shop.setBehaviour({ blockedMethods, onRequest });
      return { url: shop.url, shop };
    },
  },
];
