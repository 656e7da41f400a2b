import { apache, caddy, haproxy, lighttpd, nginx, varnish } from "@/e2e/lab/cases/front";
import { CONTROL_ADDRESS, openShop, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import { blocked, FIRST_ADDRESS, type LabCase, LONG_AGENT, SECOND_ADDRESS, SHORT_AGENT, unreachable } from "@/e2e/lab/lab-case";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { startRaw } from "@/e2e/lab/servers/raw";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;
const first = blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS] });
const second = blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] });
const all = blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS, SECOND_ADDRESS] });
const both = (shopSystem: ShopSystem) => blocked({ code: "user_agent_blocked", userAgents: userAgents(shopSystem) });

/** Refusals by address and User-Agent: alone, combined, only on the API's path, in various forms. */
export const VISITOR_CASES: readonly LabCase[] = [
  nginx("allow-list with the control alone", { server: `allow ${CONTROL_ADDRESS}; deny all;` }, all),
  nginx(
    "a page 200 'Access denied' for the second address",
    {
      http: `geo $cut { default 0; ${SECOND_ADDRESS} 1; }`,
      server: `if ($cut) { return 200 '<html><title>Access denied</title></html>'; }`,
    },
    second,
  ),
  haproxy(
    "tcp content reject of the first address under TLS",
    { frontend: `tcp-request inspect-delay 2s\n  tcp-request content reject if { src ${FIRST_ADDRESS} }` },
    first,
  ),
  apache(
    "Require ip list without ours",
    { host: `<Location "/">\n  Require ip ${CONTROL_ADDRESS} 192.0.2.0/24\n  </Location>` },
    all,
    magento,
  ),
  nginx(
    "redirects the second address away",
    { http: `geo $cut { default 0; ${SECOND_ADDRESS} 1; }`, server: "if ($cut) { return 302 https://blocked.example/; }" },
    second,
  ),
  lighttpd(
    "lets only the control in",
    { lines: `$HTTP["remoteip"] != "${CONTROL_ADDRESS}" { url.access-deny = ( "" ) }` },
    all,
    prestashop,
  ),
  caddy("aborts the first address", { site: `@us remote_ip ${FIRST_ADDRESS}\n  abort @us` }, first, prestashop),
  nginx(
    "both addresses and the short name",
    { server: `deny ${FIRST_ADDRESS}; deny ${SECOND_ADDRESS};\n if ($http_user_agent = "Sendcloud/1.0.0") { return 403; }` },
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS, SECOND_ADDRESS] }, { code: "user_agent_blocked", userAgents: [SHORT_AGENT] }),
  ),
  nginx(
    "short name refused from the second address only",
    {
      http: `map $remote_addr$http_user_agent $cut { default 0; "${SECOND_ADDRESS}Sendcloud/1.0.0" 1; }`,
      server: "if ($cut) { return 403; }",
    },
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT], addresses: [SECOND_ADDRESS] }),
  ),
  nginx(
    "short name refused from the first address only",
    {
      http: `map $remote_addr$http_user_agent $cut { default 0; "${FIRST_ADDRESS}Sendcloud/1.0.0" 1; }`,
      server: "if ($cut) { return 403; }",
    },
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT], addresses: [FIRST_ADDRESS] }),
  ),
  nginx(
    "long name refused from the first address only",
    {
      http: `map $remote_addr$http_user_agent $cut { default 0; "~^${FIRST_ADDRESS.replaceAll(".", "\\.")}SendCloud/1\\.0 " 1; }`,
      server: "if ($cut) { return 403; }",
    },
    blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT], addresses: [FIRST_ADDRESS] }),
  ),
  nginx(
    "503 maintenance page but not for the control",
    {
      http: `geo $cut { default 1; ${CONTROL_ADDRESS} 0; }`,
      server: `if ($cut) { return 503 '<html><title>Site under maintenance</title></html>'; }`,
    },
    all,
  ),
  nginx(
    "444 for the long one",
    { server: 'if ($http_user_agent ~* "sendcloud/1\\.0\\s") { return 444; }' },
    blocked({ code: "user_agent_blocked", userAgents: [userAgents("prestashop")[1]] }),
    prestashop,
  ),
  apache(
    "BrowserMatchNoCase and Deny from env",
    { host: 'BrowserMatchNoCase sendcloud bad\n <Location "/">\n Order allow,deny\n Allow from all\n Deny from env=bad\n </Location>' },
    both("magento"),
    magento,
  ),
  nginx(
    "long name refused on the API's path alone",
    { server: 'location /wp-json/wc/ { if ($http_user_agent ~ "sendcloud\\.sc") { return 403; } @PROXY@ }' },
    blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT] }),
  ),
  nginx(
    "short name refused on the API's path alone",
    { server: 'location /wp-json/wc/ { if ($http_user_agent = "Sendcloud/1.0.0") { return 403; } @PROXY@ }' },
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT] }),
  ),
  nginx("second address refused on the API's path alone", { server: `location /wp-json/wc/ { deny ${SECOND_ADDRESS}; @PROXY@ }` }, second),
  nginx("first address refused on the API's path alone", { server: `location /wp-json/wc/ { deny ${FIRST_ADDRESS}; @PROXY@ }` }, first),
  nginx("everything closed without an answer", { server: "return 444;" }, unreachable({ code: "connection_reset" })),
  nginx("orders refused to all", { server: `location /wp-json/wc/v3/orders { deny all; }` }, blocked({ code: "access_denied" })),
  nginx(
    "a captcha page 200 for both names",
    {
      server: `if ($http_user_agent ~* sendcloud) { return 200 '<html><title>Are you a robot?</title><script src="https://www.google.com/recaptcha/api.js"></script><div class="g-recaptcha"></div></html>'; }`,
    },
    both("woocommerce"),
  ),
  nginx("only browsers pass", { server: "if ($http_user_agent !~ Mozilla) { return 403; }" }, both("magento"), magento),
  varnish(
    "its 503 that announces maintenance",
    { vcl: 'sub vcl_recv { return (synth(503, "Maintenance")); }' },
    blocked({ code: "maintenance_mode", reason: "maintenance_announced" }),
  ),
  varnish(
    "404 for both names",
    { vcl: 'sub vcl_recv { if (req.http.User-Agent ~ "(?i)sendcloud") { return (synth(404, "Not found")); } }' },
    both("woocommerce"),
  ),
  // All of Varnish's pages have a Retry-After of five seconds.
  varnish(
    "429 for both names",
    { vcl: 'sub vcl_recv { if (req.http.User-Agent ~ "(?i)sendcloud") { return (synth(429, "Too Many Requests")); } }' },
    both("woocommerce"),
  ),
  varnish(
    "429 for the second address",
    { vcl: `acl cut { "${SECOND_ADDRESS}"; }\nsub vcl_recv { if (client.ip ~ cut) { return (synth(429, "Too Many Requests")); } }` },
    second,
    prestashop,
  ),
  nginx(
    "429 for both names that asks for a minute of patience",
    { location: "if ($http_user_agent ~* sendcloud) { add_header Retry-After 60 always; return 429; }" },
    both("magento"),
    magento,
  ),
  {
    name: "nginx: hands both names on to a machine that never answers",
    needs: ["nginx"],
    truth: both("woocommerce"),
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
      const silent = await startRaw(workspace, (socket) => socket.resume());
      const server = `error_page 418 = @silent;\n    location @silent { proxy_read_timeout 60s; proxy_pass ${silent}; }\n    if ($http_user_agent ~* sendcloud) { return 418; }`;
      return { url: await startNginx(workspace, { upstream: shop.url, tls: await writeCertificate(workspace), server }), shop };
    },
  },
  haproxy(
    "tarpit for both names",
    { frontend: "timeout tarpit 2s\n  http-request tarpit if { req.hdr(User-Agent) -m sub -i sendcloud }" },
    both("woocommerce"),
  ),
  nginx(
    "redirects the short name away",
    { server: 'if ($http_user_agent = "Sendcloud/1.0.0") { return 302 https://bots.example/; }' },
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT] }),
  ),
  nginx(
    "redirects both names within the site",
    {
      server:
        'if ($http_user_agent ~* sendcloud) { rewrite ^ $scheme://$http_host/blocked.html redirect; }\n location = /blocked.html { return 200 "<html>go away</html>"; }',
    },
    both("woocommerce"),
  ),
];
