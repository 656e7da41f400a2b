import { type FixProof, putAtEnd, putBefore, takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import { SHORT_AGENT } from "@/e2e/lab/lab-case";
import { startCaddy } from "@/e2e/lab/servers/caddy";
import { startHaproxy } from "@/e2e/lab/servers/haproxy";
import { startLighttpd } from "@/e2e/lab/servers/lighttpd";
import { startVarnish } from "@/e2e/lab/servers/varnish";
import type { CauseCode } from "@/lib/check/causes";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";

const METHOD = { code: "method_blocked", refused: { method: "PATCH", userAgent: SHORT_AGENT } } as const;
const AGENT = { code: "user_agent_blocked", refused: { method: "GET", userAgent: SHORT_AGENT } } as const;
const ADDRESS = { code: "ip_blocked", refused: { method: "GET", userAgent: SHORT_AGENT } } as const;
type Kind = { code: CauseCode; refused: FixProof["refused"] };

const TOPICS: Partial<Record<CauseCode, string>> = {
  rate_limited: "rate",
  method_blocked: "methods",
  user_agent_blocked: "user_agents",
  ip_blocked: "addresses",
  access_denied: "addresses",
  password_protected: "password",
};
const topicOf = (kind: Kind) => TOPICS[kind.code] ?? "";

/** Appends the printed condition to the rule. */
const addCondition = (fix: Fix, rule: string) =>
  putBefore(takeSnippet(fix, "haproxy_acl"), `${rule} ${takeSnippet(fix, "haproxy_condition").code}`);

/** The same for a rule with "unless". */
const addAlternative = (fix: Fix, rule: string) =>
  putBefore(takeSnippet(fix, "haproxy_acl"), `${rule} ${takeSnippet(fix, "haproxy_alternative").code}`);

const haproxy = (
  name: string,
  kind: Kind,
  rule: string,
  repair: (fix: Fix) => string = (fix) => addCondition(fix, rule),
  more: Partial<FixProof> = {},
): FixProof => ({
  ...kind,
  ...more,
  name: `HAProxy: ${name}`,
  needs: ["haproxy"],
  fixId: `${topicOf(kind)}.haproxy`,
  start: (workspace, upstream, fix) => startHaproxy(workspace, { upstream, frontend: fix === null ? rule : repair(fix) }),
});

const RATE = { code: "rate_limited", refused: { method: "GET", userAgent: SHORT_AGENT } } as const;
const rate = "http-request deny deny_status 429 if { sc_http_req_rate(0) gt 2 }";
const counted = (lines: string) => `stick-table type ip size 1k expire 10m store http_req_rate(10m)\nhttp-request track-sc0 src\n${lines}`;

const rejectConnections = "tcp-request connection reject if { src 127.0.0.2 127.0.0.3 127.0.0.9 }";

const inspected = (rule: string) => `tcp-request inspect-delay 2s\n${rule}`;
const rejectContents = "tcp-request content reject if { src 127.0.0.2 127.0.0.3 127.0.0.9 }";
const contentAllowList = "tcp-request content reject unless { src 127.0.0.4 10.0.0.0/8 }";
const contentCondition = (fix: Fix) => takeSnippet(fix, "haproxy_content").code;

/** Turns the one-line matcher into a block, as the step says, and adds the printed block. */
const caddy = (name: string, kind: Kind, condition: string, reaction: string): FixProof => ({
  ...kind,
  name: `Caddy: ${name}`,
  needs: ["caddy"],
  fixId: `${topicOf(kind)}.caddy`,
  start: (workspace, upstream, fix) =>
    startCaddy(workspace, {
      upstream,
      site:
        fix === null
          ? `@refused ${condition}\n${reaction}`
          : `@refused {\n${condition}\n${takeSnippet(fix, "caddy_matcher").code}\n}\n${reaction}`,
    }),
});

const varnish = (name: string, kind: Kind, vcl: string): FixProof => ({
  ...kind,
  name: `Varnish: ${name}`,
  needs: ["varnish"],
  fixId: `${topicOf(kind)}.varnish`,
  start: (workspace, upstream, fix) =>
    startVarnish(workspace, { upstream, vcl: fix === null ? vcl : putBefore(takeSnippet(fix, "varnish_pass"), vcl) }),
});

const lighttpd = (name: string, kind: Kind, lines: string): FixProof => ({
  ...kind,
  name: `lighttpd: ${name}`,
  needs: ["lighttpd"],
  fixId: `${topicOf(kind)}.lighttpd`,
  start: (workspace, upstream, fix) =>
    startLighttpd(workspace, { upstream, lines: fix === null ? lines : putAtEnd(takeSnippet(fix, "lighttpd_exception"), lines) }),
});

const PATH = { code: "access_denied", refused: { method: "GET", userAgent: SHORT_AGENT } } as const;
const PASSWORD = { code: "password_protected", refused: { method: "GET", userAgent: SHORT_AGENT } } as const;
const haproxyPassword = 'http-request auth realm Shop unless { req.hdr(Authorization) -m str "Basic c2hvcDpoYXJib3Vy" }';
const allowList = "http-request deny unless { src 127.0.0.4 10.0.0.0/8 }";
/** bcrypt of "harbour". */
const caddyUser = "shop $2a$14$NVBnwwoRIXXz7JY31bn/Huhso5ZxByAHpM2zpakFL1RJdbTTq0Z8u";

const lighttpdPassword: FixProof = {
  ...PASSWORD,
  name: "lighttpd: a password",
  needs: ["lighttpd"],
  fixId: "password.lighttpd",
  start(workspace, upstream, fix) {
    const users = workspace.write("files/users", "shop:harbour\n");
    const lines = `server.modules += ( "mod_auth", "mod_authn_file" )
auth.backend = "plain"
auth.backend.plain.userfile = "${users}"
auth.require = ( "" => ( "method" => "basic", "realm" => "Restricted", "require" => "valid-user" ) )`;
    return startLighttpd(workspace, { upstream, lines: fix === null ? lines : putAtEnd(takeSnippet(fix, "lighttpd_exception"), lines) });
  },
};

const caddyPassword: FixProof = {
  ...PASSWORD,
  name: "Caddy: a password",
  needs: ["caddy"],
  fixId: "password.caddy",
  start: (workspace, upstream, fix) =>
    startCaddy(workspace, {
      upstream,
      site:
        fix === null
          ? `basicauth {\n${caddyUser}\n}`
          : `@others {\n${takeSnippet(fix, "caddy_matcher").code}\n}\nbasicauth @others {\n${caddyUser}\n}`,
    }),
};

export const PROXY_PROOFS: readonly FixProof[] = [
  haproxy("methods", METHOD, "http-request deny if !{ method GET HEAD POST }"),
  haproxy("User-Agents", AGENT, "http-request deny if { req.hdr(User-Agent) -m sub -i sendcloud }"),
  haproxy("addresses", ADDRESS, "http-request deny if { src 127.0.0.2 127.0.0.3 127.0.0.9 }"),
  haproxy(
    "connections of addresses",
    ADDRESS,
    rejectConnections,
    (fix) => putBefore(takeSnippet(fix, "haproxy_connection"), rejectConnections),
    { scopedByPath: false },
  ),
  haproxy("contents of addresses", ADDRESS, inspected(rejectContents), (fix) => `${inspected(rejectContents)} ${contentCondition(fix)}`, {
    scopedByPath: false,
  }),
  haproxy(
    "contents of all but an allow-list",
    ADDRESS,
    inspected(contentAllowList),
    (fix) => `${inspected(contentAllowList)} or ${contentCondition(fix).replace("!", "")}`,
    { scopedByPath: false },
  ),
  haproxy("a limit", RATE, counted(rate), (fix) => counted(addCondition(fix, rate)), { warmUp: 3 }),
  haproxy("404 for the API's path", PATH, "http-request deny deny_status 404 if { path_beg /wp-json }", undefined, { scopedByPath: false }),
  haproxy("an allow-list without us", ADDRESS, allowList, (fix) => addAlternative(fix, allowList)),
  haproxy("a password", PASSWORD, haproxyPassword, (fix) => addAlternative(fix, haproxyPassword)),
  caddyPassword,
  lighttpdPassword,
  caddy("methods", METHOD, "method PATCH DELETE", "respond @refused 405"),
  caddy("User-Agents", AGENT, "header_regexp User-Agent (?i)sendcloud", "abort @refused"),
  caddy("addresses", ADDRESS, "remote_ip 127.0.0.2 127.0.0.3 127.0.0.9", "respond @refused 403"),
  varnish("methods", METHOD, 'sub vcl_recv { if (req.method !~ "^(GET|HEAD|POST|OPTIONS)$") { return (synth(405)); } }'),
  varnish("User-Agents", AGENT, 'sub vcl_recv { if (req.http.User-Agent ~ "(?i)sendcloud") { return (synth(403)); } }'),
  varnish(
    "addresses",
    ADDRESS,
    'acl bad { "127.0.0.2"; "127.0.0.3"; "127.0.0.9"; }\nsub vcl_recv { if (client.ip ~ bad) { return (synth(403)); } }',
  ),
  lighttpd("methods", METHOD, '$HTTP["request-method"] =~ "^(PATCH|DELETE)$" { url.access-deny = ( "" ) }'),
  lighttpd("User-Agents", AGENT, '$HTTP["useragent"] =~ "(?i)sendcloud" { url.access-deny = ( "" ) }'),
  lighttpd("addresses", ADDRESS, '$HTTP["remote-ip"] =~ "^127[.]0[.]0[.](2|3|9)$" { url.access-deny = ( "" ) }'),
];
