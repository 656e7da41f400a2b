import { apache, haproxy, nginx } from "@/e2e/lab/cases/front";
import { BOTH_AGENTS, blocked, degraded, FIRST_ADDRESS, HEALTHY, type LabCase, SECOND_ADDRESS } from "@/e2e/lab/lab-case";

// Default pages of web servers, which reveal nothing about the shop itself.

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;

/** No server listens there. */
const DEAD = "http://127.0.0.1:1";
const gone = blocked({ code: "server_error", reason: "backend_down" });

/** PHP-FPM is stopped. */
const STOPPED_FPM = {
  documents: { "index.php": "<?php" },
  replaceProxy: `<Directory @ROOT@>
    RewriteEngine On
    RewriteCond %{REQUEST_FILENAME} !-f
    RewriteRule ^ /index.php [L]
  </Directory>
  <FilesMatch "\\.php$">
    SetHandler "proxy:fcgi://127.0.0.1:1"
  </FilesMatch>`,
};

/** Apache's stock page mentions maintenance as one of two possible reasons. */
const APACHES_503: readonly LabCase[] = [
  apache("backend down", { replaceProxy: `ProxyPass / ${DEAD}/` }, gone),
  apache("backend down", { replaceProxy: `ProxyPass / ${DEAD}/` }, gone, magento),
  apache("backend down", { replaceProxy: `ProxyPass / ${DEAD}/` }, gone, prestashop),
  apache("backend down, with a key", { replaceProxy: `ProxyPass / ${DEAD}/` }, gone, { credentials: true }),
  apache("backend down, only that of the orders", { replaceProxy: `ProxyPass /wp-json/wc ${DEAD}/\n@PROXY@` }, gone),
  apache("backend down, only that of the orders, with a key", { replaceProxy: `ProxyPass /wp-json/wc ${DEAD}/\n@PROXY@` }, gone, {
    credentials: true,
  }),
  apache("backend down, PHP-FPM is stopped", STOPPED_FPM, gone),
  apache("backend down, PHP-FPM is stopped", STOPPED_FPM, gone, prestashop),
  apache(
    "its 503 for the second address alone",
    { host: `RewriteEngine On\nRewriteCond %{REMOTE_ADDR} =${SECOND_ADDRESS}\nRewriteRule .* - [R=503,L]` },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS], reason: "forbidden", blocker: "apache" }),
  ),
  apache(
    "its 503 for both User-Agents",
    { host: "RewriteEngine On\nRewriteCond %{HTTP_USER_AGENT} sendcloud [NC]\nRewriteRule .* - [R=503,L]" },
    blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS, blocker: "apache" }),
  ),
  apache(
    "its 503 for PATCH and DELETE",
    { host: "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} ^(PATCH|DELETE)$\nRewriteRule .* - [R=503,L]" },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], blocker: "apache" }),
  ),
];

const announced = blocked({ code: "maintenance_mode", reason: "maintenance_announced" });
const page = (status: number, title: string, body: string) => ({
  server: "charset utf-8;",
  replaceLocation: `location / { default_type text/html; return ${status} "<html><head><title>${title}</title></head><body>${body}</body></html>"; }`,
});

/** Maintenance announcements written by merchants, in several languages. */
const ANNOUNCED: readonly LabCase[] = [
  nginx("maintenance announced in Italian, 503", page(503, "Sito in manutenzione", "<h1>Torniamo presto</h1>"), announced),
  nginx("maintenance announced in Spanish, 503", page(503, "Sitio en mantenimiento", "<h1>Volvemos pronto</h1>"), announced, prestashop),
  nginx(
    "maintenance announced in French, 503",
    page(503, "Boutique", "<h1>Notre boutique est en cours de maintenance</h1>"),
    announced,
    prestashop,
  ),
  nginx(
    "maintenance announced in English, 503",
    page(503, "Back soon", "<p>We are performing maintenance right now.</p>"),
    announced,
    magento,
  ),
  nginx("maintenance announced in Dutch, 503", page(503, "Webshop", "<p>Wegens onderhoud is onze webshop gesloten</p>"), announced),
  nginx("maintenance announced in German, 503", page(503, "Shop", "<h1>Wartung</h1><p>Wir sind bald zurück.</p>"), announced),
  nginx("maintenance announced in Spanish, 200", page(200, "Sitio en mantenimiento", "<h1>Volvemos pronto</h1>"), announced),
  nginx(
    "maintenance announced in Italian, 200",
    page(200, "Negozio", "<p>Il negozio è temporaneamente chiuso per manutenzione.</p>"),
    announced,
  ),
];

const moved = blocked({ code: "maintenance_mode", reason: "maintenance_announced" });
const MOVED = { host: "RewriteEngine On\nRewriteCond %{REQUEST_URI} !^/maintenance.html\nRewriteRule .* /maintenance.html [R=302,L]" };
const movedTo = (path: string, status = 200) => ({
  replaceLocation: `location = ${path} { default_type text/html; return ${status} "<html><title>Shop</title></html>"; }\n    location / { return 302 ${path}; }`,
});

/** The whole site redirects to a maintenance page. */
const REDIRECTED_TO_A_PAGE: readonly LabCase[] = [
  apache("everything leads to /maintenance.html", MOVED, moved),
  apache("everything leads to /maintenance.html", MOVED, moved, magento),
  apache("everything leads to /maintenance.html", MOVED, moved, prestashop),
  nginx("everything leads to /maintenance.html, which is a 503", movedTo("/maintenance.html", 503), moved),
  nginx("everything leads to /wartung/", movedTo("/wartung/"), moved, magento),
  nginx("everything leads to /sito-in-manutenzione", movedTo("/sito-in-manutenzione"), moved, prestashop),
  nginx("everything leads to /coming-soon", movedTo("/coming-soon"), moved),
  nginx(
    "the second address is led to /maintenance.html",
    { server: `if ($remote_addr = ${SECOND_ADDRESS}) { rewrite ^ /maintenance.html redirect; }` },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS], reason: "maintenance_for_address" }),
  ),
  nginx(
    "only the shop window leads to /maintenance.html",
    { server: "location = / { return 302 /maintenance.html; }" },
    HEALTHY,
    prestashop,
  ),
];

/** HAProxy's page for every status that it can refuse with; it sends no Server header. */
const HAPROXYS_PAGES: readonly LabCase[] = [
  ...[400, 401, 404, 408, 410, 413, 500, 501].map((status) =>
    haproxy(
      `refuses PATCH by ${status}`,
      { frontend: `http-request deny deny_status ${status} if { method PATCH }` },
      degraded({ code: "method_blocked", methods: ["PATCH"], blocker: "haproxy" }),
    ),
  ),
  haproxy(
    "holds PATCH back and answers 500",
    { frontend: "timeout tarpit 1s\n  http-request tarpit if { method PATCH }" },
    degraded({ code: "method_blocked", methods: ["PATCH"], blocker: "haproxy" }),
    prestashop,
  ),
  haproxy(
    "401 without asking for a password, for the second address",
    { frontend: `http-request deny deny_status 401 if { src ${SECOND_ADDRESS} }` },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS], blocker: "haproxy" }),
  ),
  haproxy(
    "404 for both User-Agents",
    { frontend: "http-request deny deny_status 404 if { req.hdr(User-Agent) -m sub -i sendcloud }" },
    blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS, blocker: "haproxy" }),
  ),
  haproxy(
    "a password on everything but for the first address",
    { frontend: `http-request auth realm Shop if !{ src ${FIRST_ADDRESS} }` },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS], blocker: "haproxy" }),
    magento,
  ),
  haproxy(
    "a password that its own page asks for",
    { frontend: "http-request auth realm Staging" },
    blocked({ code: "password_protected", blocker: "haproxy" }),
  ),
];

const byApache = degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], blocker: "apache" });

/** A server that refuses with an unusual status, and shows its page for it. */
const APACHES_406: readonly LabCase[] = [
  apache(
    "its 406 for PATCH and DELETE",
    { host: "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} ^(PATCH|DELETE)$\nRewriteRule .* - [R=406,L]" },
    byApache,
  ),
  apache(
    "its 410 for PATCH and DELETE",
    { host: "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} ^(PATCH|DELETE)$\nRewriteRule .* - [G]" },
    byApache,
    prestashop,
  ),
];

const elsewhere = (status: number, body: string) =>
  `default_type text/html; return ${status} "<html><head><title>${body}</title></head></html>";`;

/** The same pages, shown only to other visitors. */
const FOR_OTHERS: readonly LabCase[] = [
  apache("the backend of the blog alone is down", { replaceProxy: `ProxyPass /blog ${DEAD}/\n@PROXY@` }, HEALTHY),
  apache("the backend of the pictures alone is down", { replaceProxy: `ProxyPass /media ${DEAD}/\n@PROXY@` }, HEALTHY, {
    ...magento,
    credentials: true,
  }),
  apache(
    "its 503 for other names and other addresses",
    {
      host: "RewriteEngine On\nRewriteCond %{HTTP_USER_AGENT} (nikto|semrush) [NC,OR]\nRewriteCond %{REMOTE_ADDR} ^192\\.0\\.2\\.\nRewriteRule .* - [R=503,L]",
    },
    HEALTHY,
    prestashop,
  ),
  apache(
    "its 406 for PUT and TRACE",
    { host: "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} ^(PUT|TRACE)$\nRewriteRule .* - [R=406,L]" },
    HEALTHY,
  ),
  apache(
    "visitors without a name are led to /maintenance.html",
    { host: 'RewriteEngine On\nRewriteCond %{HTTP_USER_AGENT} "^$"\nRewriteRule .* /maintenance.html [R=302,L]' },
    HEALTHY,
    magento,
  ),
  nginx("the shop window alone is in maintenance, 503", { server: `location = / { ${elsewhere(503, "Wartungsarbeiten")} }` }, HEALTHY),
  nginx(
    "the shop window alone is in maintenance, with a key",
    { server: `location = / { ${elsewhere(200, "Sito in manutenzione")} }` },
    HEALTHY,
    { ...prestashop, credentials: true },
  ),
  nginx("sells maintenance in its shop window", { server: `location = / { ${elsewhere(200, "Maintenance kits")} }` }, HEALTHY, magento),
  haproxy("refuses PUT by 404", { frontend: "http-request deny deny_status 404 if { method PUT }" }, HEALTHY),
  haproxy(
    "holds scanners back",
    { frontend: "timeout tarpit 1s\n  http-request tarpit if { req.hdr(User-Agent) -m sub nikto }" },
    HEALTHY,
    prestashop,
  ),
  haproxy("a password on the admin's pages alone", { frontend: "http-request auth realm Admin if { path_beg /admin }" }, HEALTHY, {
    ...magento,
    credentials: true,
  }),
];

export const SERVERS_WORDS_CASES: readonly LabCase[] = [
  ...APACHES_503,
  ...ANNOUNCED,
  ...REDIRECTED_TO_A_PAGE,
  ...HAPROXYS_PAGES,
  ...APACHES_406,
  ...FOR_OTHERS,
];
