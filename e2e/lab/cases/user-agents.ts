import { apache, bare, caddy, haproxy, lighttpd, nginx, varnish } from "@/e2e/lab/cases/front";
import { BOTH_AGENTS, blocked, type LabCase, LONG_AGENT, SHORT_AGENT } from "@/e2e/lab/lab-case";

const short = blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT] });
const long = blocked({ code: "user_agent_blocked", userAgents: [LONG_AGENT] });
const both = blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS });

export const USER_AGENT_CASES: readonly LabCase[] = [
  nginx("403 for the short User-Agent", { server: 'if ($http_user_agent = "Sendcloud/1.0.0") { return 403; }' }, short),
  nginx("403 for the long User-Agent", { server: 'if ($http_user_agent ~ "sendcloud\\.sc") { return 403; }' }, long),
  nginx(
    "a map refuses everything named Sendcloud",
    { http: "map $http_user_agent $bad { default 0; ~*sendcloud 1; }", server: "if ($bad) { return 403; }" },
    both,
  ),
  nginx(
    "444 for everything named Sendcloud: closed without an answer",
    { server: 'if ($http_user_agent ~* "sendcloud") { return 444; }' },
    both,
  ),
  nginx("a 404 for the long User-Agent", { server: 'if ($http_user_agent ~ "\\(woocommerce;") { return 404; }' }, long),
  apache(
    "a rewrite rule [F] refuses the short User-Agent",
    { host: "RewriteEngine On\n  RewriteCond %{HTTP_USER_AGENT} ^Sendcloud/1\\.0\\.0$\n  RewriteRule .* - [F]" },
    short,
  ),
  apache(
    "SetEnvIfNoCase and Require not env refuse both",
    {
      host: 'SetEnvIfNoCase User-Agent "sendcloud" bad_bot\n  <Location "/">\n  <RequireAll>\n  Require all granted\n  Require not env bad_bot\n  </RequireAll>\n  </Location>',
    },
    both,
  ),
  haproxy("denies both", { frontend: "http-request deny if { req.hdr(User-Agent) -m sub -i sendcloud }" }, both),
  haproxy(
    "rejects the long one without an answer",
    { frontend: "http-request reject if { req.hdr(User-Agent) -m sub sendcloud.sc }" },
    long,
  ),
  lighttpd(
    "url.access-deny for the short one",
    { lines: '$HTTP["useragent"] =~ "^Sendcloud/1\\.0\\.0$" { url.access-deny = ( "" ) }' },
    short,
  ),
  caddy("responds 403 to both", { site: "@bots header_regexp User-Agent (?i)sendcloud\n  respond @bots 403" }, both),
  caddy("aborts the connection of both", { site: "@bots header_regexp User-Agent (?i)sendcloud\n  abort @bots" }, both),
  varnish(
    "synth 403 for the short one",
    { vcl: 'sub vcl_recv { if (req.http.User-Agent == "Sendcloud/1.0.0") { return (synth(403, "Forbidden")); } }' },
    short,
  ),
  bare(
    "a page of Wordfence for both",
    { behaviour: { blockedUserAgents: { texts: ["sendcloud"], status: 503, page: "wordfence" } } },
    blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS, blocker: "wordfence" }),
  ),
];
