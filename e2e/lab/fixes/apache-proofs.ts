import { type FixProof, putAtEnd, putBefore, takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import { SHORT_AGENT } from "@/e2e/lab/lab-case";
import { startApache } from "@/e2e/lab/servers/apache";
import type { CauseCode } from "@/lib/check/causes";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";

const PATCH = { method: "PATCH", userAgent: SHORT_AGENT };
const GET = { method: "GET", userAgent: SHORT_AGENT };

type Apply = (fix: Fix, lines: string) => string;
const block =
  (id: string): Apply =>
  (fix, lines) =>
    putAtEnd(takeSnippet(fix, id), lines);
const condition: Apply = (fix, lines) => putBefore(takeSnippet(fix, "rewrite_condition"), lines);

/** The rule is in the virtual host. */
const inServer = (name: string, code: CauseCode, fixId: string, refused: FixProof["refused"], rule: string, apply: Apply): FixProof => ({
  name: `Apache: ${name}`,
  needs: ["apache"],
  code,
  fixId,
  refused,
  start(workspace, upstream, fix) {
    const users = workspace.write("files/users", "shop:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n");
    const lines = rule.replaceAll("@USERS@", users);
    return startApache(workspace, { upstream, host: fix === null ? lines : apply(fix, lines) });
  },
});

/** The limit of a module that counts requests, and the printed lines after it. The module knows addresses only in memory of one process. */
const limit = (name: string, module: string, lines: string, more: Partial<FixProof> = {}): FixProof => ({
  name: `Apache: ${name}`,
  needs: ["apache", "apache_limits"],
  code: "rate_limited",
  fixId: "rate.apache",
  refused: GET,
  warmUp: 8,
  start(workspace, upstream, fix) {
    const end = `LoadModule ${module}_module /usr/lib/apache2/modules/mod_${module}.so\n${lines}`;
    return startApache(workspace, { upstream, end: fix === null ? end : putAtEnd(takeSnippet(fix, "apache_limits"), end) });
  },
  ...more,
});

/** The rule is in .htaccess, before the shop's rewrite to its front controller. */
const inHtaccess = (name: string, code: CauseCode, fixId: string, refused: FixProof["refused"], rule: string, apply: Apply): FixProof => ({
  name: `.htaccess: ${name}`,
  needs: ["apache"],
  code,
  fixId,
  refused,
  start(workspace, upstream, fix) {
    const shop = `RewriteEngine On\nRewriteRule ^index\\.php$ - [L]\nRewriteRule ^ ${upstream}%{REQUEST_URI} [P,L]`;
    const lines = `${rule}\n${shop}`;
    workspace.write("www/.htaccess", fix === null ? lines : apply(fix, lines));
    return startApache(workspace, { upstream, host: "ProxyPreserveHost On\n  RequestHeader set X-Forwarded-Proto http", replaceProxy: "" });
  },
});

const everywhere = (rules: string) => `<Location "/">\n${rules}\n</Location>`;
const notFromThere = "<RequireAll>\nRequire all granted\nRequire not ip 127.0.0.2 127.0.0.3 127.0.0.9\n</RequireAll>";
const notBadBots = "<RequireAll>\nRequire all granted\nRequire not env bad_bot\n</RequireAll>";
const badBots = 'SetEnvIfNoCase User-Agent "sendcloud" bad_bot';
const agentRule =
  "RewriteEngine On\nRewriteCond %{HTTP_USER_AGENT} evilbot [NC,OR]\nRewriteCond %{HTTP_USER_AGENT} sendcloud [NC]\nRewriteRule ^ - [F]";
const methodRule = "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} ^(PATCH|DELETE)$\nRewriteRule ^ - [R=405,L]";
const methodRedirect = "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} ^(PATCH|DELETE)$\nRewriteRule ^ http://%{HTTP_HOST}/ [R=302,L]";
const siteRedirect =
  "RewriteEngine On\nRewriteCond %{REQUEST_URI} !^/static/\nRewriteRule ^ https://www.other-shop.example%{REQUEST_URI} [R=301,L]";
const goneRule = agentRule.replace("[F]", "[G]");
const agentRedirect = agentRule.replace("- [F]", "https://www.other-shop.example/ [R=302,L]");
const languageRule = "RewriteEngine On\nRewriteCond %{HTTP:Accept-Language} ^$\nRewriteRule ^ - [F]";
const cookieRule = "RewriteEngine On\nRewriteCond %{HTTP_COOKIE} !visitor=\nRewriteRule ^ - [G]";
const ruleWithoutCondition = "RewriteEngine On\nRewriteRule ^ - [G]";
const password = 'AuthType Basic\nAuthName "Restricted"\nAuthUserFile @USERS@\nRequire valid-user';

const server = block("apache_if");
const htaccess = block("htaccess_if");

export const APACHE_PROOFS: readonly FixProof[] = [
  inServer(
    "LimitExcept",
    "method_blocked",
    "methods.apache",
    PATCH,
    everywhere("<LimitExcept GET POST>\nRequire all denied\n</LimitExcept>"),
    server,
  ),
  inServer("Require method", "method_blocked", "methods.apache", PATCH, everywhere("Require method GET POST OPTIONS"), server),
  inServer("AllowMethods", "method_blocked", "methods.apache", PATCH, everywhere("AllowMethods GET POST OPTIONS"), server),
  inServer("a method rule of mod_rewrite", "method_blocked", "methods.apache", PATCH, methodRule, condition),
  inServer("a method that mod_rewrite redirects", "method_blocked", "methods_lost.apache", PATCH, methodRedirect, condition),
  inServer("a redirect to another site", "redirected_to_other_host", "redirect.apache", GET, siteRedirect, condition),
  inServer("Require not env", "user_agent_blocked", "user_agents.apache", GET, `${badBots}\n${everywhere(notBadBots)}`, server),
  inServer(
    "Deny from env",
    "user_agent_blocked",
    "user_agents.apache",
    GET,
    `${badBots}\n${everywhere("Order allow,deny\nAllow from all\nDeny from env=bad_bot")}`,
    server,
  ),
  inServer("a User-Agent rule of mod_rewrite with OR", "user_agent_blocked", "user_agents.apache", GET, agentRule, condition),
  inServer("a User-Agent rule of mod_rewrite that says gone", "user_agent_blocked", "user_agents.apache", GET, goneRule, condition),
  inServer("a User-Agent rule of mod_rewrite that redirects", "user_agent_blocked", "user_agents.apache", GET, agentRedirect, condition),
  inServer("a rule of mod_rewrite about languages", "access_denied", "addresses.apache", GET, languageRule, condition),
  inServer("a rule of mod_rewrite about cookies", "access_denied", "addresses.apache", GET, cookieRule, condition),
  inServer("a rule of mod_rewrite without a condition", "access_denied", "addresses.apache", GET, ruleWithoutCondition, condition),
  inServer("Require not ip", "ip_blocked", "addresses.apache", GET, everywhere(notFromThere), server),
  inServer("a password", "password_protected", "password.apache", GET, everywhere(password), server),
  limit("a limit of mod_qos", "qos", "QS_ErrorResponseCode 429\nSetEnvIf Request_URI . QS_Limit=yes\nQS_ClientEventLimitCount 4 2"),
  limit(
    "a limit of mod_evasive",
    "evasive",
    "DOSEnabled true\nDOSPageCount 3\nDOSPageInterval 1\nDOSSiteCount 5\nDOSSiteInterval 1\nDOSBlockingPeriod 2\nDOSHTTPStatus 429",
    // A listed address passes everywhere.
    { scopedByPath: false },
  ),
  inHtaccess(
    "LimitExcept",
    "method_blocked",
    "methods.htaccess",
    PATCH,
    "<LimitExcept GET POST>\nRequire all denied\n</LimitExcept>",
    htaccess,
  ),
  inHtaccess("a method that mod_rewrite redirects", "method_blocked", "methods_lost.htaccess", PATCH, methodRedirect, condition),
  inHtaccess("a redirect to another site", "redirected_to_other_host", "redirect.htaccess", GET, siteRedirect, condition),
  inHtaccess("a User-Agent rule of mod_rewrite with OR", "user_agent_blocked", "user_agents.htaccess", GET, agentRule, condition),
  inHtaccess("a User-Agent rule of mod_rewrite that says gone", "user_agent_blocked", "user_agents.htaccess", GET, goneRule, condition),
  inHtaccess("a rule of mod_rewrite about languages", "access_denied", "addresses.htaccess", GET, languageRule, condition),
  inHtaccess("Require not env", "user_agent_blocked", "user_agents.htaccess", GET, `${badBots}\n${notBadBots}`, htaccess),
  inHtaccess("Require not ip", "ip_blocked", "addresses.htaccess", GET, notFromThere, htaccess),
  inHtaccess(
    "Deny from",
    "ip_blocked",
    "addresses.htaccess",
    GET,
    "Order allow,deny\nAllow from all\nDeny from 127.0.0.2 127.0.0.3 127.0.0.9",
    htaccess,
  ),
];
