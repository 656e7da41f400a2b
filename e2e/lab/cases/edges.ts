import type net from "node:net";
import { apache, caddy, haproxy, lighttpd, nginx, varnish } from "@/e2e/lab/cases/front";
import { openShop, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import {
  blocked,
  degraded,
  FIRST_ADDRESS,
  HEALTHY,
  type LabCase,
  LONG_AGENT,
  SECOND_ADDRESS,
  type Truth,
  unreachable,
} from "@/e2e/lab/lab-case";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { answerWith, startRaw } from "@/e2e/lab/servers/raw";
import { type Relayed, startRelay } from "@/e2e/lab/servers/relay";

const second = blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] });
const raw = (name: string, truth: Truth, onConnection: (socket: net.Socket) => void): LabCase => ({
  name: `raw: ${name}`,
  needs: [],
  truth,
  open: async (workspace) => ({ url: await startRaw(workspace, onConnection), shop: null }),
});

/** Writes an endless text byte by byte until the client disconnects. */
function dribble(socket: net.Socket, start: string, everyMs: number): void {
  socket.write(start);
  const timer = setInterval(() => socket.write("x"), everyMs);
  socket.once("close", () => clearInterval(timer));
}

/** A custom server in front of the shop; `write` produces the response. */
const relayed = (name: string, write: (answer: Relayed) => Buffer | string): LabCase => ({
  name: `raw: ${name}`,
  needs: [],
  truth: HEALTHY,
  async open(workspace) {
    const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
    return { url: await startRelay(workspace, shop.url, (answer, socket) => socket.end(write(answer))), shop };
  },
});

export const EDGE_CASES: readonly LabCase[] = [
  // Addresses behind the other servers.
  lighttpd("denies the second address", { lines: `$HTTP["remoteip"] == "${SECOND_ADDRESS}" { url.access-deny = ( "" ) }` }, second),
  caddy("answers 403 to the second address", { site: `@us remote_ip ${SECOND_ADDRESS}\n  respond @us "Forbidden" 403` }, second),
  varnish(
    "an ACL with the second address",
    { vcl: `acl cut { "${SECOND_ADDRESS}"; }\nsub vcl_recv { if (client.ip ~ cut) { return (synth(403, "Forbidden")); } }` },
    second,
  ),
  apache(
    "an old Deny from for the first address",
    { host: `<Location "/">\n  Order allow,deny\n  Allow from all\n  Deny from ${FIRST_ADDRESS}\n  </Location>` },
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS] }),
  ),
  nginx(
    "one address and one User-Agent, independent of each other",
    { server: `deny ${SECOND_ADDRESS};\n    if ($http_user_agent ~ "sendcloud\\.sc") { return 403; }` },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] }, { code: "user_agent_blocked", userAgents: [LONG_AGENT] }),
  ),
  nginx(
    "one address and two methods, independent of each other",
    { server: `deny ${SECOND_ADDRESS};\n    if ($request_method ~ ^(PATCH|DELETE)$) { return 405; }` },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] }, { code: "method_blocked", methods: ["PATCH", "DELETE"] }),
  ),

  // Limits.
  haproxy(
    "429 after three requests in ten seconds",
    {
      frontend:
        "stick-table type ip size 1k expire 30s store http_req_rate(10s)\n  http-request track-sc0 src\n  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 3 }",
    },
    degraded({ code: "rate_limited" }),
  ),
  nginx(
    "one request a second and three at once, answered 503",
    { http: "limit_req_zone $binary_remote_addr zone=r:1m rate=1r/s;", server: "limit_req zone=r burst=2 nodelay;" },
    // A limit without a name is met again until no chance explains its order; on a slow machine its tokens come due in between.
    degraded({ code: "rate_limited", or: { code: "unstable" } }),
    { atMost: 40 },
  ),

  // Refusals and pages.
  nginx(
    "a password on the API alone",
    { server: 'location /wp-json/ { auth_basic "API"; auth_basic_user_file @USERS@; @PROXY@ }' },
    blocked({ code: "password_protected" }),
    { files: { USERS: "stage:{PLAIN}stage\n" } },
  ),
  haproxy(
    "a password on everything",
    { frontend: "http-request auth realm Staging unless { src 192.0.2.1 }" },
    blocked({ code: "password_protected" }),
  ),
  nginx(
    "closes every connection without an answer",
    { replaceLocation: "location / { return 444; }" },
    unreachable({ code: "connection_reset" }),
  ),
  nginx(
    "503 with Retry-After for everybody, as while deploying",
    { replaceLocation: "location / { add_header Retry-After 120 always; return 503; }" },
    blocked({ code: "maintenance_mode" }),
  ),
  nginx("its plain 503 for everybody", { replaceLocation: "location / { return 503; }" }, blocked({ code: "server_error" })),
  nginx("504, the shop behind it is too slow", { location: "proxy_read_timeout 1s;" }, blocked({ code: "server_error" }), {
    shop: { behaviour: { delayMs: 4000 } },
  }),
  nginx(
    "sends everything to the shop window",
    {
      replaceLocation:
        "location = / { default_type text/html; return 200 '<html><title>Shop</title></html>'; }\n    location / { return 301 $scheme://$http_host/; }",
    },
    blocked({ code: "redirected_to_other_host", reason: "path_lost" }),
  ),
  {
    name: "nginx: the shop lies in a folder, the address is that of the domain",
    needs: ["nginx"],
    truth: blocked({ code: "api_not_found", reason: "other_path" }),
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
      const home =
        '<html><head><link rel="stylesheet" href="/shop/wp-content/themes/storefront/style.css"></head><body><a href="/shop/">Shop</a></body></html>';
      const url = await startNginx(workspace, {
        upstream: `${shop.url}/`,
        tls: await writeCertificate(workspace),
        replaceLocation: `location = / { default_type text/html; return 200 '${home}'; }\n    location / { return 404; }\n    location /shop/ { @PROXY@ }`,
      });
      return { url, shop };
    },
  },

  // Invalid or endless responses.
  raw(
    "garbage instead of HTTP",
    unreachable({ code: "invalid_response" }),
    answerWith("\u0000\u0001\u0002 this is no HTTP at all\r\n\r\n"),
  ),
  raw("a mail server's greeting", unreachable({ code: "invalid_response" }), (socket) => socket.write("220 mail.example ESMTP\r\n")),
  raw("a head that never ends", unreachable({ code: "response_timed_out" }), (socket) => {
    socket.once("data", () => dribble(socket, "HTTP/1.1 200 OK\r\nX-Slow: ", 200));
  }),
  raw("a body that trickles for ever", blocked({ code: "response_timed_out", reason: "body_unfinished" }), (socket) => {
    socket.once("data", () =>
      dribble(socket, 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"namespaces":["wc/v3"], "x":"', 200),
    );
  }),

  // Unusual but valid responses.
  relayed("HTTP/1.0 without lengths", ({ status, headers, body }) =>
    Buffer.concat([Buffer.from(`HTTP/1.0 ${status} Whatever\r\n${headers.join("\r\n")}\r\n\r\n`), body]),
  ),
  relayed("early hints before every answer", ({ status, headers, body }) =>
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\nHTTP/1.1 ${status} OK\r\n${headers.join("\r\n")}\r\nContent-Length: ${body.byteLength}\r\nConnection: close\r\n\r\n`,
      ),
      body,
    ]),
  ),
  relayed("an empty reason, bare line ends and odd letter case", ({ status, headers, body }) =>
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status} \n${headers.map((line) => line.toUpperCase().replace(/^([^:]+): .*$/s, (_whole, name: string) => `${name}:${line.slice(line.indexOf(":") + 1)}`)).join("\n")}\nCONTENT-LENGTH:${body.byteLength}\nCONNECTION:close\n\n`,
      ),
      body,
    ]),
  ),
  {
    name: "shop: a name with two addresses, one of them dead",
    needs: [],
    truth: HEALTHY,
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
      return { url: shop.url.replace("127.0.0.1", "localhost"), shop };
    },
  },
  {
    name: "shop: an address with slashes at its end",
    needs: [],
    truth: HEALTHY,
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY], { tls: "none" });
      return { url: `${shop.url}//`, shop };
    },
  },
];
