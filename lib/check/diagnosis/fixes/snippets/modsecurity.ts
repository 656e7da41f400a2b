import type { Snippet } from "@/lib/check/diagnosis/fixes/fix";
import { text } from "@/lib/check/diagnosis/fixes/fix";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";

// Disables single rules for our requests; the engine and all other rules stay on. The last rule of the chain carries the exception, so
// every rule of the chain must match.

/** Rules of the OWASP Core Rule Set that decide on the method, the User-Agent and the sender's address. */
const CORE_RULES = { methods: "911100", user_agents: "913100-913999", addresses: "910000-910999" } as const;
/** Ids of our own rules; those below 100 000 are reserved for local use. */
const OWN_IDS = { methods: 10911, user_agents: 10913, addresses: 10910 } as const;

const exclusionFile = "/etc/modsecurity/crs/REQUEST-900-EXCLUSION-RULES-BEFORE-CRS.conf";

/** Exception for one topic, by the rule ids of the host's log if known, else by those of the Core Rule Set. */
export function modsecuritySnippet(scope: Scope, topic: keyof typeof CORE_RULES): Snippet {
  const removed = (scope.ruleIds.length > 0 ? scope.ruleIds.map(String) : [CORE_RULES[topic]])
    .map((id) => `ctl:ruleRemoveById=${id}`)
    .join(",");
  const chain = [
    `SecRule REMOTE_ADDR "@ipMatch ${scope.addresses.join(",")}" \\\n    "id:${OWN_IDS[topic]},phase:1,pass,nolog,t:none,chain"`,
    ...(topic === "methods" ? [`    SecRule REQUEST_METHOD "@rx ^(?:${scope.refusedMethods.join("|")})$" \\\n        "t:none,chain"`] : []),
    `    SecRule REQUEST_URI "@rx ^${scope.path.regex}(?:[/?]|$)" \\\n        "t:none,${removed}"`,
  ];
  return {
    id: "modsecurity_exclusion",
    title: text("snippets.modsecurity_exclusion"),
    language: "apache",
    place: "file_end",
    file: exclusionFile,
    code: chain.join("\n"),
    replaces: null,
  };
}
