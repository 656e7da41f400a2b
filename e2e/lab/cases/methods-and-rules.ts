import { apache, apacheModPhp, modSecurity, nginx } from "@/e2e/lab/cases/front";
import { CONTROL_ADDRESS } from "@/e2e/lab/harness/lab";
import { blocked, degraded, FIRST_ADDRESS, HEALTHY, type LabCase, LONG_AGENT, SECOND_ADDRESS, SHORT_AGENT } from "@/e2e/lab/lab-case";

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;
const paranoia = (level: number): string => `SecAction "id:900000,phase:1,nolog,pass,t:none,setvar:tx.paranoia_level=${level}"`;

const allowing = (methods: string): string => `SecAction "id:900200,phase:1,nolog,pass,t:none,setvar:'tx.allowed_methods=${methods}'"`;
const byCoreRules = (...methods: string[]) => degraded({ code: "method_blocked", methods, blocker: "modsecurity" });
const tooLarge = (blocker: string) => degraded({ code: "body_too_large", methods: ["POST", "PATCH"], blocker });

/** Methods refused in various ways, and what the OWASP rules refuse at each paranoia level. */
export const RULE_CASES: readonly LabCase[] = [
  nginx(
    "POST refused, magento",
    { server: "if ($request_method = POST) { return 403; }" },
    degraded({ code: "method_blocked", methods: ["POST"] }),
    magento,
  ),
  nginx(
    "PATCH and DELETE for the control alone",
    {
      http: `geo $listed { default 0; ${CONTROL_ADDRESS} 1; }`,
      server: 'set $asked "$listed $request_method"; if ($asked ~ "^0 (PATCH|DELETE)$") { return 403; }',
    },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], addresses: [FIRST_ADDRESS, SECOND_ADDRESS], blocker: "nginx" }),
  ),
  apache(
    "LimitExcept that lets the control in",
    { host: `<Location "/">\n  <LimitExcept GET POST>\n  Require ip ${CONTROL_ADDRESS}\n  </LimitExcept>\n  </Location>` },
    degraded({ code: "method_blocked", methods: ["OPTIONS", "PATCH", "DELETE"], addresses: [FIRST_ADDRESS, SECOND_ADDRESS] }),
  ),
  apache(
    "Limit POST to names that are not ours",
    {
      host: 'SetEnvIfNoCase User-Agent sendcloud bad\n  <Location "/">\n  <Limit POST>\n  <RequireAll>\n  Require all granted\n  Require not env bad\n  </RequireAll>\n  </Limit>\n  </Location>',
    },
    degraded({ code: "method_blocked", methods: ["POST"] }),
  ),
  nginx(
    "OPTIONS refused with 405",
    { server: "if ($request_method = OPTIONS) { return 405; }" },
    degraded({ code: "method_blocked", methods: ["OPTIONS"] }),
  ),
  nginx(
    "501 for PATCH",
    { server: "if ($request_method = PATCH) { return 501; }" },
    degraded({ code: "method_blocked", methods: ["PATCH"] }),
    prestashop,
  ),
  nginx(
    "refuses bodies that are JSON",
    { server: "if ($content_type ~ json) { return 403; }" },
    degraded({ code: "method_blocked", methods: ["POST", "PATCH"], blocker: "nginx" }),
  ),
  nginx("takes bodies of one byte", { server: "client_max_body_size 1;" }, tooLarge("nginx")),
  nginx("takes bodies of one byte, with a key", { server: "client_max_body_size 1;" }, tooLarge("nginx"), { credentials: true }),
  apacheModPhp("takes bodies of one byte", { host: "LimitRequestBody 1" }, tooLarge("apache")),
  nginx(
    "404 for PATCH and DELETE as IIS",
    { server: "if ($request_method ~ ^(PATCH|DELETE)$) { return 404; }" },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"] }),
    prestashop,
  ),
  nginx(
    "an HTML page 200 for DELETE",
    { server: "if ($request_method = DELETE) { return 200 '<html><title>Hello</title></html>'; }" },
    degraded({ code: "method_blocked", methods: ["DELETE"] }),
  ),
  nginx(
    "a redirect to the home page for PATCH: the method is lost on it",
    { server: "if ($request_method = PATCH) { rewrite ^ $scheme://$http_host/ redirect; }" },
    degraded({ code: "method_blocked", methods: ["PATCH"], reason: "method_lost" }),
  ),
  nginx(
    "500 for DELETE",
    { server: "if ($request_method = DELETE) { return 500; }" },
    degraded({ code: "method_blocked", methods: ["DELETE"] }),
  ),
  nginx(
    "503 for PATCH",
    { server: "if ($request_method = PATCH) { return 503; }" },
    degraded({ code: "method_blocked", methods: ["PATCH"] }),
  ),
  nginx(
    "PATCH only under the long name refused",
    { http: 'map $request_method$http_user_agent $cut { default 0; "~^PATCHSendCloud/1\\.0 " 1; }', server: "if ($cut) { return 403; }" },
    degraded({ code: "method_blocked", methods: ["PATCH"], userAgents: [LONG_AGENT] }),
  ),
  modSecurity("the OWASP rules at paranoia level 2", { modSecurityExclusions: paranoia(2) }, byCoreRules("PATCH", "DELETE")),
  modSecurity("the OWASP rules at paranoia level 3", { modSecurityExclusions: paranoia(3) }, byCoreRules("PATCH", "DELETE")),
  modSecurity("the OWASP rules at paranoia level 4", { modSecurityExclusions: paranoia(4) }, byCoreRules("POST", "PATCH", "DELETE")),
  modSecurity(
    "the OWASP rules at paranoia level 4, with a key",
    { modSecurityExclusions: paranoia(4) },
    byCoreRules("POST", "PATCH", "DELETE"),
    { credentials: true },
  ),
  modSecurity("the OWASP rules at paranoia level 2", { modSecurityExclusions: paranoia(2) }, byCoreRules("PATCH", "DELETE"), magento),
  modSecurity("the OWASP rules at paranoia level 3, with a key", { modSecurityExclusions: paranoia(3) }, byCoreRules("PATCH", "DELETE"), {
    ...prestashop,
    credentials: true,
  }),
  modSecurity(
    // At this level, brackets count as an attack, and Magento's order search needs them.
    "the OWASP rules at paranoia level 4, with a token",
    { modSecurityExclusions: paranoia(4) },
    blocked({ code: "access_denied" }, { code: "method_blocked", methods: ["POST", "PATCH", "DELETE"], blocker: "modsecurity" }),
    { ...magento, credentials: true },
  ),
  modSecurity(
    "a rule on a name and a method",
    {
      modSecurityRules:
        'SecRuleRemoveById 911100\nSecRule REQUEST_METHOD "@streq DELETE" "id:77,phase:1,deny,status:406,chain"\nSecRule REQUEST_HEADERS:User-Agent "@beginsWith Sendcloud/1.0.0" ""',
    },
    degraded({ code: "method_blocked", methods: ["DELETE"], userAgents: [SHORT_AGENT], blocker: "apache" }),
  ),
  modSecurity(
    "the OWASP rules with reading and POST on their list",
    { modSecurityExclusions: allowing("GET HEAD POST") },
    byCoreRules("OPTIONS", "PATCH", "DELETE"),
  ),
  modSecurity(
    "the OWASP rules with all but DELETE on their list",
    { modSecurityExclusions: allowing("GET HEAD POST OPTIONS PATCH") },
    byCoreRules("DELETE"),
  ),
  modSecurity(
    "the OWASP rules with PUT on their list",
    { modSecurityExclusions: allowing("GET HEAD POST OPTIONS PUT") },
    byCoreRules("PATCH", "DELETE"),
  ),
  modSecurity(
    "a rule against requests with OAuth in Authorization",
    {
      modSecurityRules: 'SecRuleRemoveById 911100\nSecRule REQUEST_HEADERS:Authorization "@contains OAuth" "id:77,phase:1,deny,status:403"',
    },
    HEALTHY,
  ),
];
