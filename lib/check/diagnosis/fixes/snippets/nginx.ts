import type { Snippet } from "@/lib/check/diagnosis/fixes/fix";
import { text } from "@/lib/check/diagnosis/fixes/fix";
import { anyOf, type Scope } from "@/lib/check/diagnosis/fixes/scope";

// nginx conditions have no "and", so an exception is a variable: the original value for everyone else, a harmless one for our requests.
// The host's rule stays and uses that variable. `$request_uri` is the original URI; `$uri` is /index.php after the shop's rewrites.

const conf = (topic: string) => `/etc/nginx/conf.d/sendcloud-${topic}.conf`;

const scopeLines = (scope: Scope): string => `geo $sendcloud_address {
    default 0;
${scope.addresses.map((address) => `    ${address} 1;`).join("\n")}
}
map "$sendcloud_address:$request_uri" $sendcloud_request {
    default 0;
    "~^1:${scope.path.regex}(?:[/?]|$)" 1;
}`;

const ownFile = (topic: string, code: string): Snippet => ({
  id: "nginx_file",
  title: text("snippets.nginx_file"),
  language: "nginx",
  place: "new_file",
  file: conf(topic),
  code,
  replaces: null,
});

const insteadOf = (id: string, replaces: string, code: string): Snippet => ({
  id,
  title: text("snippets.in_your_rule"),
  language: "nginx",
  place: "instead_of",
  file: null,
  code,
  replaces,
});

/** Our requests count as GET for every rule about methods. */
export const nginxMethodVariableSnippets = (scope: Scope): Snippet[] => [
  ownFile(
    "methods",
    `${scopeLines(scope)}
map "$sendcloud_request:$request_method" $method_to_check {
    default $request_method;
    "~^1:(?:${scope.methods.join("|")})$" GET;
}`,
  ),
  insteadOf("nginx_method_variable", "$request_method", "$method_to_check"),
];

/** limit_except is a location of its own that inherits no try_files: admitted requests would never reach the shop. A condition replaces it. */
export const nginxMethodSnippets = (scope: Scope): Snippet[] => {
  const open = scope.methods.filter((method) => method === "GET" || !scope.refusedMethods.includes(method));
  return [
    ...nginxMethodVariableSnippets(scope),
    {
      id: "nginx_limit_except",
      title: text("snippets.nginx_limit_except"),
      language: "nginx",
      place: "instead_of",
      file: null,
      code: `if ($method_to_check !~ ^(?:HEAD|${open.join("|")})$) {\n    return 403;\n}`,
      replaces: `limit_except ${open.join(" ")} { deny all; }`,
    },
  ];
};

/** Our requests get a User-Agent that no rule matches. */
export const nginxUserAgentSnippets = (scope: Scope): Snippet[] => [
  ownFile(
    "user-agents",
    `${scopeLines(scope)}
map $sendcloud_request $agent_to_check {
    default $http_user_agent;
    1 "allowed";
}`,
  ),
  insteadOf("nginx_agent_variable", "$http_user_agent", "$agent_to_check"),
];

/** For servers that see only a proxy's address. Any client can copy a User-Agent, hence the warning of its fix. */
export const nginxUserAgentAloneSnippets = (scope: Scope): Snippet[] => [
  ownFile(
    "user-agents",
    `map "$http_user_agent $request_uri" $agent_to_check {
    default $http_user_agent;
    "~^(?:${anyOf(scope.userAgents)}) ${scope.path.regex}(?:[/?]|$)" "allowed";
}`,
  ),
  insteadOf("nginx_agent_variable", "$http_user_agent", "$agent_to_check"),
];

/** For deny and any condition: the rule sets a variable instead of refusing, and a later condition exempts our addresses. */
export const nginxAllowSnippets = (scope: Scope): Snippet[] => [
  {
    id: "nginx_allow",
    title: text("snippets.nginx_allow"),
    language: "nginx",
    place: "before_rule",
    file: null,
    code: scope.addresses.map((address) => `allow ${address};`).join("\n"),
    replaces: "deny",
  },
  ownFile("addresses", scopeLines(scope)),
  insteadOf("nginx_refusal", "return 403;", 'set $refused_by_rule "$sendcloud_request";'),
  {
    id: "nginx_refusal_condition",
    title: text("snippets.nginx_refusal_condition"),
    language: "nginx",
    place: "after_rule",
    file: null,
    code: "if ($refused_by_rule = 0) {\n    return 403;\n}",
    replaces: null,
  },
];

/** limit_req and limit_conn ignore an empty key. */
export const nginxLimitSnippets = (scope: Scope): Snippet[] => [
  ownFile(
    "limits",
    `${scopeLines(scope)}
map $sendcloud_request $address_to_limit {
    default $binary_remote_addr;
    1 "";
}`,
  ),
  insteadOf("nginx_limit_variable", "$binary_remote_addr", "$address_to_limit"),
];

/** The same for limits per URL, with or without the client address. */
export const nginxUrlLimitSnippets = (scope: Scope): Snippet[] => {
  const variables = [
    ["nginx_limit_request", "$request_uri", "$request_to_limit"],
    ["nginx_limit_uri", "$uri", "$uri_to_limit"],
    ["nginx_limit_variable", "$binary_remote_addr", "$address_to_limit"],
  ] as const;
  const maps = variables.map(([, from, to]) => `map $sendcloud_request ${to} {\n    default ${from};\n    1 "";\n}`);
  return [ownFile("limits", [scopeLines(scope), ...maps].join("\n")), ...variables.map(([id, from, to]) => insteadOf(id, from, to))];
};

/** The realm `off` disables the password for a request. */
export const nginxPasswordSnippets = (scope: Scope): Snippet[] => [
  ownFile(
    "password",
    `${scopeLines(scope)}
map $sendcloud_request $password_realm {
    default "${scope.realm}";
    1 off;
}`,
  ),
  insteadOf("nginx_realm_variable", `auth_basic "${scope.realm}";`, "auth_basic $password_realm;"),
];

export const nginxNoCacheSnippets = (scope: Scope): Snippet[] => [
  ownFile(
    "cache",
    `map $request_uri $api_is_not_cached {
    default 0;
    "~^${scope.path.regex}(?:[/?]|$)" 1;
}`,
  ),
  {
    id: "nginx_bypass",
    title: text("snippets.beside_your_cache"),
    language: "nginx",
    place: "in_rule",
    file: null,
    code: "fastcgi_cache_bypass $api_is_not_cached;\nfastcgi_no_cache $api_is_not_cached;\nproxy_cache_bypass $api_is_not_cached;\nproxy_no_cache $api_is_not_cached;",
    replaces: null,
  },
];
