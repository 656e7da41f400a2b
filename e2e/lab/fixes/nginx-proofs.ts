import { type FixProof, putBefore, putInstead, takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import { SHORT_AGENT } from "@/e2e/lab/lab-case";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { startNginxFpm } from "@/e2e/lab/servers/php";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";

type Lines = { http?: string; server?: string; location?: string };

const nginx = (
  name: string,
  proof: Omit<FixProof, "name" | "needs" | "start"> & { broken: Lines; repair: (fix: Fix) => Lines },
): FixProof => ({
  ...proof,
  name: `nginx: ${name}`,
  needs: ["nginx"],
  start: (workspace, upstream, fix) => startNginx(workspace, { upstream, ...(fix === null ? proof.broken : proof.repair(fix)) }),
});

const file = (fix: Fix) => takeSnippet(fix, "nginx_file").code;

const methodRule = "if ($request_method !~ ^(GET|HEAD|POST)$) { return 405; }";
const methodRedirect = "if ($request_method = PATCH) { return 302 $scheme://$http_host/; }";
const agentRule = 'if ($http_user_agent ~* "bot|sendcloud") { return 403; }';
const agentMap = "map $http_user_agent $bad { default 0; ~*sendcloud 1; }";
const limitExcept = "limit_except GET POST { deny all; }";
const deny = "deny 127.0.0.2; deny 127.0.0.3; deny 127.0.0.9;";
const limitZone = "limit_req_zone $binary_remote_addr zone=shop:1m rate=6r/m;";
const password = (folder: string) => `auth_basic "Members of the shop"; auth_basic_user_file ${folder}/files/users;`;

/** Any refusing condition: sets a variable instead, and the printed condition after it exempts our addresses. */
const condition = (name: string, rule: string, place: "server" | "location" = "server"): FixProof =>
  nginx(name, {
    code: "access_denied",
    fixId: "addresses.nginx",
    refused: { method: "GET", userAgent: SHORT_AGENT },
    broken: { [place]: rule },
    repair: (fix) => ({
      http: file(fix),
      [place]: `${putInstead(takeSnippet(fix, "nginx_refusal"), rule)}\n${takeSnippet(fix, "nginx_refusal_condition").code}`,
    }),
  });

const limitByUrl = (key: string): FixProof => {
  const zone = `limit_req_zone ${key} zone=shop:1m rate=6r/m;`;
  const server = "limit_req zone=shop burst=1 nodelay; limit_req_status 403;";
  const inKey = (fix: Fix): string =>
    ["nginx_limit_request", "nginx_limit_uri", "nginx_limit_variable"]
      .map((id) => takeSnippet(fix, id))
      .filter(({ replaces }) => replaces !== null && zone.includes(replaces))
      .reduce((line, snippet) => putInstead(snippet, line), zone);
  return nginx(`a limit for each ${key} counts by the printed variables`, {
    code: "rate_limited",
    fixId: "rate_by_url.nginx",
    refused: { method: "GET", userAgent: SHORT_AGENT },
    warmUp: 3,
    broken: { http: zone, server },
    repair: (fix) => ({ http: `${file(fix)}\n${inKey(fix)}`, server }),
  });
};

export const NGINX_PROOFS: readonly FixProof[] = [
  nginx("a method rule looks at the printed variable", {
    code: "method_blocked",
    fixId: "methods.nginx",
    refused: { method: "PATCH", userAgent: SHORT_AGENT },
    broken: { server: methodRule },
    repair: (fix) => ({ http: file(fix), server: putInstead(takeSnippet(fix, "nginx_method_variable"), methodRule) }),
  }),
  nginx("a rule that redirects a method looks at the printed variable", {
    code: "method_blocked",
    fixId: "methods_lost.nginx",
    refused: { method: "PATCH", userAgent: SHORT_AGENT },
    broken: { server: methodRedirect },
    repair: (fix) => ({ http: file(fix), server: putInstead(takeSnippet(fix, "nginx_method_variable"), methodRedirect) }),
  }),
  nginx("limit_except gives way to the printed condition", {
    code: "method_blocked",
    fixId: "methods.nginx",
    refused: { method: "PATCH", userAgent: SHORT_AGENT },
    broken: { location: limitExcept },
    repair: (fix) => ({ http: file(fix), location: putInstead(takeSnippet(fix, "nginx_limit_except"), limitExcept) }),
  }),
  {
    name: "nginx: limit_except beside try_files gives way to the printed condition",
    needs: ["nginx", "php"],
    code: "method_blocked",
    fixId: "methods.nginx",
    refused: { method: "PATCH", userAgent: SHORT_AGENT },
    // limit_except is inside the location to which it applies.
    scopedByPath: false,
    start: (workspace, upstream, fix) =>
      startNginxFpm(workspace, {
        upstream,
        files: fix === null ? limitExcept : putInstead(takeSnippet(fix, "nginx_limit_except"), limitExcept),
        ...(fix === null ? {} : { http: file(fix) }),
      }),
  },
  {
    name: "nginx: a location of its own for the API keeps its try_files",
    needs: ["nginx", "php"],
    code: "access_denied",
    fixId: "closed_path.nginx",
    refused: { method: "GET", userAgent: SHORT_AGENT },
    // The rule is for the API's path alone.
    scopedByPath: false,
    start(workspace, upstream, fix) {
      const lines =
        fix === null
          ? "deny all;"
          : `${putBefore(takeSnippet(fix, "nginx_allow"), "deny all;")} ${takeSnippet(fix, "nginx_try_files").code}`;
      return startNginxFpm(workspace, { upstream, host: `location /wp-json { root ${workspace.folder}/www; ${lines} }` });
    },
  },
  {
    name: "nginx: a location of its own that returns keeps its try_files",
    needs: ["nginx", "php"],
    code: "access_denied",
    fixId: "closed_path.nginx",
    refused: { method: "GET", userAgent: SHORT_AGENT },
    scopedByPath: false,
    start(workspace, upstream, fix) {
      const rule = "return 403;";
      const lines =
        fix === null
          ? rule
          : `${putInstead(takeSnippet(fix, "nginx_refusal"), rule)} ${takeSnippet(fix, "nginx_refusal_condition").code} ${takeSnippet(fix, "nginx_try_files").code}`;
      const http = fix === null ? {} : { http: file(fix) };
      return startNginxFpm(workspace, { upstream, ...http, host: `location /wp-json { root ${workspace.folder}/www; ${lines} }` });
    },
  },
  condition("a rule about referers", "valid_referers server_names *.shop.example; if ($invalid_referer) { return 403; }"),
  condition("a rule about languages", 'if ($http_accept_language = "") { return 403; }'),
  condition("a rule about cookies", 'if ($http_cookie !~ "visitor=") { return 403; }'),
  condition(
    "a rule about referers where the shop is called",
    "valid_referers server_names; if ($invalid_referer) { return 403; }",
    "location",
  ),
  limitByUrl("$request_uri"),
  limitByUrl("$uri"),
  limitByUrl("$binary_remote_addr$uri"),
  nginx("a User-Agent rule looks at the printed variable", {
    code: "user_agent_blocked",
    fixId: "user_agents.nginx",
    refused: { method: "GET", userAgent: SHORT_AGENT },
    broken: { server: agentRule },
    repair: (fix) => ({ http: file(fix), server: putInstead(takeSnippet(fix, "nginx_agent_variable"), agentRule) }),
  }),
  nginx("a map of bad User-Agents looks at the printed variable", {
    code: "user_agent_blocked",
    fixId: "user_agents.nginx",
    refused: { method: "GET", userAgent: SHORT_AGENT },
    broken: { http: agentMap, server: "if ($bad) { return 444; }" },
    repair: (fix) => ({
      http: `${file(fix)}\n${putInstead(takeSnippet(fix, "nginx_agent_variable"), agentMap)}`,
      server: "if ($bad) { return 444; }",
    }),
  }),
  nginx("deny lines get the printed allow lines before them", {
    code: "ip_blocked",
    fixId: "addresses.nginx",
    refused: { method: "GET", userAgent: SHORT_AGENT },
    scopedByPath: false,
    broken: { server: deny },
    repair: (fix) => ({ server: putBefore(takeSnippet(fix, "nginx_allow"), deny) }),
  }),
  nginx("a limit counts by the printed variable", {
    code: "rate_limited",
    fixId: "rate.nginx",
    refused: { method: "GET", userAgent: SHORT_AGENT },
    warmUp: 3,
    broken: { http: limitZone, server: "limit_req zone=shop burst=1 nodelay; limit_req_status 429;" },
    repair: (fix) => ({
      http: `${file(fix)}\n${putInstead(takeSnippet(fix, "nginx_limit_variable"), limitZone)}`.replace("zone=shop", "zone=shop_orders"),
      server: "limit_req zone=shop_orders burst=1 nodelay; limit_req_status 429;",
    }),
  }),
  {
    name: "nginx: a password lets the API's path pass for us",
    needs: ["nginx"],
    code: "password_protected",
    fixId: "password.nginx",
    refused: { method: "GET", userAgent: SHORT_AGENT },
    start(workspace, upstream, fix) {
      workspace.write("files/users", "shop:{PLAIN}harbour\n");
      const lines = password(workspace.folder);
      return startNginx(
        workspace,
        fix === null
          ? { upstream, server: lines }
          : { upstream, http: file(fix), server: putInstead(takeSnippet(fix, "nginx_realm_variable"), lines) },
      );
    },
  },
];
