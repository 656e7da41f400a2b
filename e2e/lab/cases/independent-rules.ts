import { apache, haproxy, modSecurity, nginx } from "@/e2e/lab/cases/front";
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
} from "@/e2e/lab/lab-case";

const prestashop = { shopSystem: "prestashop" } as const;
const name = (agent: string): string => `if ($http_user_agent = "${agent}") { return 403; }`;
/** Refuses only if all of these match. */
const together = (variables: string, values: string): string => `set $asked "${variables}"; if ($asked ~ "^${values}$") { return 403; }`;

/** Independent rules, each of which must be found, and one rule with several conditions. */
export const INDEPENDENT_RULE_CASES: readonly LabCase[] = [
  nginx(
    "the second address, the short name and PATCH, each by a rule of its own",
    { server: `if ($remote_addr = ${SECOND_ADDRESS}) { return 403; } ${name(SHORT_AGENT)} if ($request_method = PATCH) { return 403; }` },
    blocked(
      { code: "ip_blocked", addresses: [SECOND_ADDRESS] },
      { code: "user_agent_blocked", userAgents: [SHORT_AGENT] },
      { code: "method_blocked", methods: ["PATCH"] },
    ),
  ),
  nginx(
    "the first address, both names and all unusual methods, with a key",
    {
      server: `if ($remote_addr = ${FIRST_ADDRESS}) { return 444; } if ($http_user_agent ~* sendcloud) { return 403; } if ($request_method !~ ^(GET|HEAD|POST)$) { return 405; }`,
    },
    blocked(
      { code: "ip_blocked", addresses: [FIRST_ADDRESS] },
      { code: "user_agent_blocked", userAgents: BOTH_AGENTS },
      { code: "method_blocked", methods: ["OPTIONS", "PATCH", "DELETE"] },
    ),
    { credentials: true },
  ),
  nginx(
    "the orders for the first address, and DELETE of the long name",
    {
      server: `location /wp-json/wc/ { if ($remote_addr = ${FIRST_ADDRESS}) { return 403; } ${together("$request_method $http_user_agent", "DELETE SendCloud/.*")} @PROXY@ }`,
    },
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS] }, { code: "method_blocked", methods: ["DELETE"], userAgents: [LONG_AGENT] }),
  ),
  nginx(
    "PATCH and DELETE of the second address under the short name alone",
    { server: together("$remote_addr $request_method $http_user_agent", `${SECOND_ADDRESS} (PATCH|DELETE) Sendcloud/.*`) },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], userAgents: [SHORT_AGENT], addresses: [SECOND_ADDRESS] }),
    prestashop,
  ),
  haproxy(
    "holds the long name for three seconds and refuses it then (tarpit)",
    { frontend: "timeout tarpit 3s\n  http-request tarpit if { hdr(User-Agent) -m beg SendCloud/ }" },
    blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT], blocker: "haproxy" }),
  ),
  apache(
    "redirects refused requests to another site (ErrorDocument), PATCH and DELETE",
    {
      host: "ErrorDocument 403 https://hosting.example/blocked\nRewriteEngine On\nRewriteCond %{REQUEST_METHOD} ^(PATCH|DELETE)$\nRewriteRule ^ - [F]",
    },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"] }),
  ),
  apache(
    "redirects refused requests to another site (ErrorDocument), the second address",
    {
      host: `ErrorDocument 403 https://hosting.example/blocked\n<Location />\n<RequireAll>\nRequire all granted\nRequire not ip ${SECOND_ADDRESS}\n</RequireAll>\n</Location>`,
    },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] }),
  ),
  modSecurity(
    "the OWASP rules, and the server refuses the second address, with a key",
    { host: `<Location />\n<RequireAll>\nRequire all granted\nRequire not ip ${SECOND_ADDRESS}\n</RequireAll>\n</Location>` },
    blocked(
      { code: "ip_blocked", addresses: [SECOND_ADDRESS] },
      { code: "method_blocked", methods: ["PATCH", "DELETE"], blocker: "modsecurity" },
    ),
    { credentials: true },
  ),
  nginx(
    "names with an address in them, as lists of bad bots refuse them",
    { server: 'if ($http_user_agent ~* "https?://") { return 403; }' },
    blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT] }),
  ),
  nginx(
    "asks a place of its own who may pass (auth_request), which refuses the long name",
    {
      server: "location = /may { internal; if ($http_user_agent ~ ^SendCloud) { return 403; } return 204; }",
      location: "auth_request /may;",
    },
    blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT] }),
  ),
  nginx(
    "a page with status 200 for refused requests, the second address",
    {
      server: `error_page 403 =200 /sorry.html; deny ${SECOND_ADDRESS}; location = /sorry.html { allow all; default_type text/html; return 200 '<html><title>Sorry</title><h1>Access denied</h1></html>'; }`,
    },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] }),
  ),
  nginx(
    "a password for PATCH and DELETE alone",
    { server: 'location /wp-json/ { limit_except GET POST OPTIONS { auth_basic "x"; auth_basic_user_file @USERS@; } @PROXY@ }' },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"] }),
    { files: { USERS: "a:{PLAIN}a\n" } },
  ),
  modSecurity(
    "the OWASP rules, with an exception for the short name alone",
    {
      modSecurityExclusions:
        'SecRule REQUEST_HEADERS:User-Agent "@beginsWith Sendcloud/" "id:1001,phase:1,pass,nolog,ctl:ruleRemoveById=911100"',
    },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], userAgents: [LONG_AGENT] }),
  ),
  modSecurity(
    "the OWASP rules, with an exception for the second address alone, seen with a key",
    { modSecurityExclusions: `SecRule REMOTE_ADDR "@ipMatch ${SECOND_ADDRESS}" "id:1001,phase:1,pass,nolog,ctl:ruleRemoveById=911100"` },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], addresses: [FIRST_ADDRESS] }),
    { credentials: true },
  ),
  modSecurity(
    "the OWASP rules, with an exception for both names, seen with a key",
    {
      modSecurityExclusions:
        'SecRule REQUEST_HEADERS:User-Agent "@rx ^Send[Cc]loud/1" "id:1001,phase:1,pass,nolog,ctl:ruleRemoveById=911100"',
    },
    HEALTHY,
    { credentials: true, atMost: 12 },
  ),
  haproxy(
    "PATCH from the second address alone",
    { frontend: `http-request deny if { method PATCH } !{ src ${SECOND_ADDRESS} }` },
    degraded({ code: "method_blocked", methods: ["PATCH"], addresses: [FIRST_ADDRESS] }),
  ),
  nginx("adds a slash to every path by a redirect, seen with a key", { server: "rewrite ^([^.?]*[^/])$ $1/ redirect;" }, HEALTHY, {
    credentials: true,
    atMost: 12,
  }),
  nginx("one connection of an address", { http: "limit_conn_zone $binary_remote_addr zone=c:1m;", server: "limit_conn c 1;" }, HEALTHY),
];
