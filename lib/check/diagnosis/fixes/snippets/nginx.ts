import type { Snippet } from "@/lib/check/diagnosis/fixes/fix";
import { anyOf, type Scope } from "@/lib/check/diagnosis/fixes/scope";
import { eachAddress, snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

// nginx conditions have no "and", so an exception is a variable: the original value for everyone else, a harmless one for our requests.
// The host's rule stays and uses that variable. `$request_uri` is the original URI; `$uri` is /index.php after the shop's rewrites.

/** A variable of the host's rule, its replacement, and the value of the replacement for our requests. */
interface Variable {
  id: string;
  from: string;
  to: string;
  match: string;
  value: string;
}

const ownFile = (topic: string, ...blocks: string[]): Snippet =>
  snippet("nginx_file", "nginx", "new_file", blocks.join("\n"), { file: `/etc/nginx/conf.d/sendcloud-${topic}.conf` });

const block = (head: string, lines: readonly string[]): string => `${head} {\n${lines.map((line) => `    ${line}\n`).join("")}}`;

const map = (source: string, variable: string, otherwise: string, match: string, value: string): string =>
  block(`map ${source} ${variable}`, [`default ${otherwise};`, `${match} ${value};`]);

/** Sets `$sendcloud_request` to 1 for our requests to the API. */
const ourRequests = ({ addresses, path }: Scope): string =>
  [
    block("geo $sendcloud_address", ["default 0;", ...addresses.map((address) => `${address} 1;`)]),
    map('"$sendcloud_address:$request_uri"', "$sendcloud_request", "0", `"~^1:${path.regex}(?:[/?]|$)"`, "1"),
  ].join("\n");

const insteadOf = (id: string, replaces: string, code: string, title = "in_your_rule"): Snippet =>
  snippet(id, "nginx", "instead_of", code, { title, replaces });

/** The host's rules use other variables, which have harmless values for our requests. */
const variablesFor = (topic: string, scope: Scope, variables: readonly Variable[], source = "$sendcloud_request"): Snippet[] => [
  ownFile(topic, ourRequests(scope), ...variables.map(({ from, to, match, value }) => map(source, to, from, match, value))),
  ...variables.map(({ id, from, to }) => insteadOf(id, from, to)),
];

/** Our requests count as GET for every rule about methods. */
export const nginxMethodVariable = (scope: Scope): Snippet[] => {
  const match = `"~^1:(?:${scope.methods.join("|")})$"`;
  const variable = { id: "nginx_method_variable", from: "$request_method", to: "$method_to_check", match, value: "GET" };
  return variablesFor("methods", scope, [variable], '"$sendcloud_request:$request_method"');
};

/** limit_except is a separate location without try_files, so admitted requests would never reach the shop. A condition replaces it. */
export const nginxMethods = (scope: Scope): Snippet[] => {
  const open = scope.methods.filter((method) => method === "GET" || !scope.refusedMethods.includes(method));
  const code = block(`if ($method_to_check !~ ^(?:HEAD|${open.join("|")})$)`, ["return 403;"]);
  return [
    ...nginxMethodVariable(scope),
    insteadOf("nginx_limit_except", `limit_except ${open.join(" ")} { deny all; }`, code, "nginx_limit_except"),
  ];
};

const agentVariable = { id: "nginx_agent_variable", from: "$http_user_agent", to: "$agent_to_check" };

/** Our requests get a User-Agent that no rule matches. */
export const nginxUserAgent = (scope: Scope): Snippet[] =>
  variablesFor("user-agents", scope, [{ ...agentVariable, match: "1", value: '"allowed"' }]);

/** For servers that see only a proxy's address. Any client can copy a User-Agent, hence the warning of its fix. */
export const nginxUserAgentAlone = ({ userAgents, path }: Scope): Snippet[] => {
  const { id, from, to } = agentVariable;
  const match = `"~^(?:${anyOf(userAgents)}) ${path.regex}(?:[/?]|$)"`;
  return [ownFile("user-agents", map('"$http_user_agent $request_uri"', to, from, match, '"allowed"')), insteadOf(id, from, to)];
};

const nginxAllowLines = (scope: Scope): Snippet =>
  snippet(
    "nginx_allow",
    "nginx",
    "before_rule",
    eachAddress(scope, (address) => `allow ${address};`),
    { replaces: "deny" },
  );

/** For deny and any condition: the rule sets a variable instead of refusing, and a later condition exempts our addresses. */
export const nginxAllow = (scope: Scope): Snippet[] => [
  nginxAllowLines(scope),
  ownFile("addresses", ourRequests(scope)),
  insteadOf("nginx_refusal", "return 403;", 'set $refused_by_rule "$sendcloud_request";'),
  snippet("nginx_refusal_condition", "nginx", "after_rule", block("if ($refused_by_rule = 0)", ["return 403;"])),
];

/** limit_req and limit_conn ignore an empty key. */
const limitVariable = (id: string, from: string, to: string): Variable => ({ id, from, to, match: "1", value: '""' });
const byAddress = limitVariable("nginx_limit_variable", "$binary_remote_addr", "$address_to_limit");

export const nginxLimits = (scope: Scope): Snippet[] => variablesFor("limits", scope, [byAddress]);

/** The same for limits per URL, with or without the client address. */
export const nginxUrlLimits = (scope: Scope): Snippet[] =>
  variablesFor("limits", scope, [
    limitVariable("nginx_limit_request", "$request_uri", "$request_to_limit"),
    limitVariable("nginx_limit_uri", "$uri", "$uri_to_limit"),
    byAddress,
  ]);

/** The realm `off` disables the password for a request. */
export const nginxPassword = (scope: Scope): Snippet[] => [
  ownFile("password", ourRequests(scope), map("$sendcloud_request", "$password_realm", `"${scope.realm}"`, "1", "off")),
  insteadOf("nginx_realm_variable", `auth_basic "${scope.realm}";`, "auth_basic $password_realm;"),
];

export const nginxNoCache = ({ path }: Scope): Snippet[] => [
  ownFile("cache", map("$request_uri", "$api_is_not_cached", "0", `"~^${path.regex}(?:[/?]|$)"`, "1")),
  snippet(
    "nginx_bypass",
    "nginx",
    "in_rule",
    ["fastcgi_cache_bypass", "fastcgi_no_cache", "proxy_cache_bypass", "proxy_no_cache"]
      .map((directive) => `${directive} $api_is_not_cached;`)
      .join("\n"),
    { title: "beside_your_cache" },
  ),
];
