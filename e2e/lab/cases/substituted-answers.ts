import { apache, haproxy, nginx, varnish } from "@/e2e/lab/cases/front";
import { WOO_KEY } from "@/e2e/lab/harness/lab";
import { blocked, degraded, FIRST_ADDRESS, HEALTHY, type LabCase } from "@/e2e/lab/lab-case";

// Servers that replace the shop's response to requests without a key. With a key such a shop works.

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;
const wrongKey = { consumerKey: `ck_${"0".repeat(40)}`, consumerSecret: WOO_KEY.consumerSecret };

const NGINX = {
  location: "proxy_intercept_errors on; error_page 401 /own401.html;",
  server: "location = /own401.html { internal; default_type text/html; return 401 '<html>Members only</html>'; }",
};
const NGINX_AS_404 = {
  location: "proxy_intercept_errors on; error_page 401 =404 /own404.html;",
  server: "location = /own404.html { internal; default_type text/html; return 404 '<html>Not here</html>'; }",
};
const APACHE = { host: 'ProxyErrorOverride On 401\nErrorDocument 401 "<html>Members only</html>"' };
const VARNISH = {
  vcl: "sub vcl_backend_response { set beresp.uncacheable = true; } sub vcl_deliver { if (resp.status == 401) { return (synth(401)); } }",
};
const HAPROXY = {
  frontend: 'http-response return status 401 content-type text/html string "<html>Members only</html>" if { status 401 }',
};

/** nginx' own pages replace the shop's answers with these statuses. */
const ownPages = (...statuses: readonly number[]) => ({
  location: `proxy_intercept_errors on; ${statuses.map((status) => `error_page ${status} @own${status};`).join(" ")}`,
  server: statuses.map((status) => `location @own${status} { return ${status}; }`).join("\n"),
});
const OVERRIDE = "ProxyErrorOverride On";
const BY_SHOP_SYSTEM = [{}, magento, prestashop] as const;
const atMost = { atMost: 12 } as const;

/** Servers often replace every kind of refusal: such a shop is healthy and needs no additional requests. */
const ALL_REPLACED: readonly LabCase[] = BY_SHOP_SYSTEM.flatMap((shopSystem) =>
  [{}, { credentials: true } as const].flatMap((key) => {
    const how = "credentials" in key ? "a key that works" : "no key";
    const options = { ...shopSystem, ...key, ...atMost };
    return [
      apache(`pages of its own for all errors of the shop, ${how}`, { host: OVERRIDE }, HEALTHY, options),
      nginx(`pages of its own for 400, 401 and 404, ${how}`, ownPages(400, 401, 404), HEALTHY, options),
      nginx(`a page of its own for 404, ${how}`, ownPages(404), HEALTHY, options),
    ];
  }),
);

export const REPLACED_ANSWER_CASES: readonly LabCase[] = [
  ...ALL_REPLACED,
  nginx("a page of its own for 405, no token", ownPages(405), HEALTHY, { ...magento, ...atMost }),
  apache(
    "pages of its own for all errors of the shop, and methods refused",
    { host: `${OVERRIDE}\n<Location "/">\nAllowMethods GET POST\n</Location>` },
    degraded({ code: "method_blocked", methods: ["OPTIONS", "PATCH", "DELETE"] }),
    magento,
  ),
  apache(
    "refuses OPTIONS and PATCH as Magento does, by 405",
    { host: '<Location "/">\nAllowMethods GET HEAD POST PUT DELETE\n</Location>' },
    degraded({ code: "method_blocked", methods: ["OPTIONS", "PATCH"] }),
    magento,
  ),
  nginx(
    "the orders are closed to everybody by 401",
    { server: "location /rest/V1/order { return 401; }" },
    blocked({ code: "access_denied" }),
    magento,
  ),
  nginx("a page of its own for 401 that says 404, a key that works", NGINX_AS_404, HEALTHY, {
    ...prestashop,
    credentials: true,
    ...atMost,
  }),
  nginx("a page of its own for 401, no key", NGINX, HEALTHY),
  nginx("a page of its own for 401, a key that works", NGINX, HEALTHY, { credentials: true }),
  nginx("a page of its own for 401, a wrong key", NGINX, blocked({ code: "credentials_rejected" }), { credentials: wrongKey }),
  nginx(
    "a page of its own for 401, and the header is lost",
    { ...NGINX, location: `${NGINX.location} proxy_set_header Authorization "";` },
    blocked({ code: "authorization_header_stripped" }),
    { credentials: true },
  ),
  nginx(
    "a page of its own for 401, and PATCH refused",
    { ...NGINX, server: `${NGINX.server} if ($request_method = PATCH) { return 405; }` },
    degraded({ code: "method_blocked", methods: ["PATCH"] }),
  ),
  nginx(
    "a page of its own for 401, and one address refused",
    { ...NGINX, server: `${NGINX.server} deny 127.0.0.2;` },
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS] }),
  ),
  nginx("a page of its own for 401 that says 404", NGINX_AS_404, HEALTHY),
  nginx(
    "the orders are closed to everybody by 401",
    { server: "location /wp-json/wc/ { return 401; }" },
    blocked({ code: "access_denied" }),
  ),
  nginx("a page of its own for 401, no token", NGINX, HEALTHY, magento),
  nginx("a page of its own for 401, no key", NGINX, HEALTHY, prestashop),
  apache("ErrorDocument in the place of the shop's 401, no key", APACHE, HEALTHY),
  apache("ErrorDocument in the place of the shop's 401, a key that works", APACHE, HEALTHY, { credentials: true }),
  apache("ErrorDocument in the place of the shop's 401, no token", APACHE, HEALTHY, magento),
  haproxy("a page of its own for 401, no key", HAPROXY, HEALTHY),
  haproxy("a page of its own for 401, a wrong token", HAPROXY, blocked({ code: "credentials_rejected" }), {
    ...magento,
    credentials: { accessToken: "0".repeat(32) },
  }),
  varnish(
    "refuses everybody by a page of its own",
    { vcl: 'sub vcl_recv { return (synth(403, "Forbidden")); }' },
    blocked({ code: "access_denied", blocker: "varnish" }),
  ),
  varnish("a page of its own for 401, no key", VARNISH, HEALTHY),
  varnish("a page of its own for 401, no key", VARNISH, HEALTHY, prestashop),
  varnish("a page of its own for 401, a key that works", VARNISH, HEALTHY, { ...prestashop, credentials: true }),
  varnish("a page of its own for 401, a wrong key", VARNISH, blocked({ code: "credentials_rejected" }), {
    ...prestashop,
    credentials: { apiKey: "WRONGWRONGWRONGWRONGWRONGWRONG42" },
  }),
];
