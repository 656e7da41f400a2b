import { apache, bare, caddy, haproxy, lighttpd, modSecurity, nginx, nginxModSecurity, varnish } from "@/e2e/lab/cases/front";
import { blocked, degraded, type LabCase, SHORT_AGENT } from "@/e2e/lab/lab-case";

const writes = degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"] });
const writesBy = (blocker: string) => degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], blocker });
const unusual = degraded({ code: "method_blocked", methods: ["OPTIONS", "PATCH", "DELETE"] });

export const METHOD_CASES: readonly LabCase[] = [
  nginx(
    "limit_except GET POST",
    { location: "limit_except GET POST { deny all; }" },
    degraded({ code: "method_blocked", methods: ["OPTIONS", "PATCH", "DELETE"], blocker: "nginx" }),
  ),
  nginx("405 for PATCH and DELETE", { server: "if ($request_method ~ ^(PATCH|DELETE)$) { return 405; }" }, writes),
  nginx("444 for all but GET, HEAD and POST", { server: "if ($request_method !~ ^(GET|HEAD|POST)$) { return 444; }" }, unusual),
  nginx(
    "only reading is allowed",
    { location: "limit_except GET { deny all; }" },
    degraded({ code: "method_blocked", methods: ["POST", "OPTIONS", "PATCH", "DELETE"] }),
  ),
  nginx(
    "a 404 for DELETE, as IIS answers",
    { server: "if ($request_method = DELETE) { return 404; }" },
    degraded({ code: "method_blocked", methods: ["DELETE"] }),
  ),
  apache(
    "LimitExcept GET POST",
    { host: '<Location "/">\n  <LimitExcept GET POST>\n  Require all denied\n  </LimitExcept>\n  </Location>' },
    degraded({ code: "method_blocked", methods: ["OPTIONS", "PATCH", "DELETE"], blocker: "apache" }),
  ),
  apache("AllowMethods GET POST OPTIONS", { host: '<Location "/">\n  AllowMethods GET POST OPTIONS\n  </Location>' }, writes),
  apache(
    "a rewrite rule [F] for DELETE",
    { host: "RewriteEngine On\n  RewriteCond %{REQUEST_METHOD} ^(DELETE|TRACE)$\n  RewriteRule .* - [F]" },
    degraded({ code: "method_blocked", methods: ["DELETE"], blocker: "apache" }),
  ),
  apache(
    "a rewrite rule [R=405] for PATCH",
    { host: "RewriteEngine On\n  RewriteCond %{REQUEST_METHOD} =PATCH\n  RewriteRule .* - [R=405,L]" },
    degraded({ code: "method_blocked", methods: ["PATCH"] }),
  ),
  apache(
    "Limit PATCH DELETE",
    { host: '<Location "/">\n  <Limit PATCH DELETE>\n  Require all denied\n  </Limit>\n  </Location>' },
    writesBy("apache"),
  ),
  apache(
    "a rewrite rule [F] for PATCH and DELETE",
    { host: "RewriteEngine On\n  RewriteCond %{REQUEST_METHOD} ^(PATCH|DELETE)$\n  RewriteRule .* - [F]" },
    writesBy("apache"),
    { shopSystem: "prestashop", credentials: true },
  ),
  apache(
    "Require method GET POST OPTIONS",
    { host: '<Location "/">\n  Require method GET POST OPTIONS\n  </Location>' },
    writesBy("apache"),
    {
      shopSystem: "magento",
    },
  ),
  nginx("limit_except GET POST OPTIONS", { location: "limit_except GET POST OPTIONS { deny all; }" }, writesBy("nginx")),
  nginx("403 for PATCH and DELETE", { server: "if ($request_method ~ ^(PATCH|DELETE)$) { return 403; }" }, writesBy("nginx")),
  modSecurity("the OWASP rules as Debian ships them", {}, writesBy("modsecurity")),
  modSecurity("the OWASP rules, seen with a key", {}, writesBy("modsecurity"), { credentials: true }),
  nginxModSecurity("the OWASP rules as Debian ships them", {}, writesBy("modsecurity")),
  nginxModSecurity("the OWASP rules, seen with a key", {}, writesBy("modsecurity"), { shopSystem: "prestashop", credentials: true }),
  haproxy("denies all but GET and POST", { frontend: "http-request deny unless { method GET HEAD POST }" }, unusual),
  haproxy(
    "405 for DELETE",
    { frontend: "http-request deny deny_status 405 if { method DELETE }" },
    degraded({ code: "method_blocked", methods: ["DELETE"] }),
  ),
  haproxy(
    "one page for every request that does not read",
    {
      frontend:
        'http-request return status 200 content-type text/html string "<html><title>Shop</title></html>" unless { method GET HEAD }',
    },
    degraded({ code: "method_blocked", methods: ["POST", "OPTIONS", "PATCH", "DELETE"] }),
  ),
  lighttpd(
    "refuses PATCH and DELETE",
    { lines: '$HTTP["request-method"] =~ "^(PATCH|DELETE)$" { url.access-deny = ( "" ) }' },
    writesBy("lighttpd"),
  ),
  caddy("an empty 405 for PATCH and DELETE", { site: "@writes method PATCH DELETE\n  respond @writes 405" }, writes),
  varnish(
    "a list of methods that forgot PATCH",
    {
      vcl: 'sub vcl_recv { if (req.method != "GET" && req.method != "HEAD" && req.method != "PUT" && req.method != "POST" && req.method != "TRACE" && req.method != "OPTIONS" && req.method != "DELETE") { return (synth(405, "Method Not Allowed")); } }',
    },
    degraded({ code: "method_blocked", methods: ["PATCH"] }),
  ),
  nginx(
    "one User-Agent and two methods, independent of each other",
    { server: 'if ($http_user_agent = "Sendcloud/1.0.0") { return 403; }\n    if ($request_method ~ ^(PATCH|DELETE)$) { return 405; }' },
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT] }, { code: "method_blocked", methods: ["PATCH", "DELETE"] }),
  ),
  bare(
    "cPanel's 406 for PATCH and DELETE",
    { behaviour: { blockedMethods: { methods: ["PATCH", "DELETE", "PUT"], status: 406, page: "cpanel" } } },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], blocker: "modsecurity" }),
  ),
];
