import { type FixProof, OUR_ADDRESSES, takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import { SHORT_AGENT } from "@/e2e/lab/lab-case";
import { startApache } from "@/e2e/lab/servers/apache";
import { startNginx } from "@/e2e/lab/servers/nginx";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { REQUIRED_METHODS } from "@/lib/connectors/egress/user-agents";

// Debian's ModSecurity in Apache and nginx with the OWASP rules, plus a rule by the host.

/** What Debian's OWASP rules refuse besides. */
const OWASP = ["method_blocked"] as const;
const PATCH = { method: "PATCH", userAgent: SHORT_AGENT };
const GET = { method: "GET", userAgent: SHORT_AGENT };

const SERVERS = {
  Apache: { needs: ["apache", "modsecurity"], start: startApache, place: "" },
  nginx: { needs: ["nginx", "nginx_modsecurity"], start: startNginx, place: "_in_nginx" },
} as const;
type Server = keyof typeof SERVERS;

const fixId = (server: Server, topic: string): string => `${topic}${SERVERS[server].place}.modsecurity`;

/** The exception from the OWASP rule about methods, added to existing exceptions as on a server that needs both. */
function methodsExclusion(fix: Fix, server: Server): string {
  if (fix.id === fixId(server, "methods")) return "";
  const context = {
    url: "http://127.0.0.1",
    shopSystem: "woocommerce",
    server: server.toLowerCase(),
    addresses: OUR_ADDRESSES,
    userAgents: [],
    methods: REQUIRED_METHODS,
  } as const;
  const fixes = fixesFor(
    { code: "method_blocked", reason: null, blocker: "modsecurity", methods: ["PATCH", "DELETE"], addresses: [], userAgents: [] },
    context,
  );
  const methods = fixes.find(({ id }) => id === fixId(server, "methods"));
  if (methods === undefined) throw new Error("no fix for methods");
  return takeSnippet(methods, "modsecurity_exclusion").code;
}

const inServer = (server: Server, name: string, proof: Omit<FixProof, "name" | "needs" | "start">, rule: string): FixProof => ({
  ...proof,
  name: `ModSecurity in ${server}: ${name}`,
  needs: SERVERS[server].needs,
  start: (workspace, upstream, fix) =>
    SERVERS[server].start(workspace, {
      upstream,
      modSecurity: true,
      modSecurityRules: rule,
      ...(fix === null
        ? {}
        : { modSecurityExclusions: `${takeSnippet(fix, "modsecurity_exclusion").code}\n${methodsExclusion(fix, server)}` }),
    }),
});

export const MODSECURITY_PROOFS: readonly FixProof[] = (["Apache", "nginx"] as const).flatMap((server) => [
  inServer(server, "the OWASP rule for methods", { code: "method_blocked", fixId: fixId(server, "methods"), refused: PATCH }, ""),
  inServer(
    server,
    "a rule for User-Agents, by the id in the log",
    { code: "user_agent_blocked", otherCodes: OWASP, fixId: fixId(server, "user_agents"), refused: GET, ruleIds: [1234] },
    'SecRule REQUEST_HEADERS:User-Agent "@pm sendcloud" "id:1234,phase:1,deny,status:403"',
  ),
  inServer(
    server,
    "a rule for addresses, by the id in the log",
    { code: "ip_blocked", otherCodes: OWASP, fixId: fixId(server, "addresses"), refused: GET, ruleIds: [1235] },
    'SecRule REMOTE_ADDR "@ipMatch 127.0.0.2,127.0.0.3,127.0.0.9" "id:1235,phase:1,deny,status:403"',
  ),
]);
