import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

// Disables single rules for our requests; the engine and all other rules stay on. The last rule of the chain carries the exception, so
// every rule of the chain must match.

/** Rules of the OWASP Core Rule Set about each topic, and the id of our own rule; ids below 100 000 are reserved for local use. */
const TOPICS = {
  methods: { coreRules: "911100", ownId: 10911 },
  user_agents: { coreRules: "913100-913999", ownId: 10913 },
  addresses: { coreRules: "910000-910999", ownId: 10910 },
} as const;
export type Topic = keyof typeof TOPICS;

/** Exception for one topic, by the rule ids of the host's log if known, else by those of the Core Rule Set. */
export const modsecurityExclusion =
  (topic: Topic) =>
  ({ addresses, path, refusedMethods, ruleIds }: Scope) => {
    const { coreRules, ownId } = TOPICS[topic];
    const removed = (ruleIds.length > 0 ? ruleIds : [coreRules]).map((id) => `ctl:ruleRemoveById=${id}`).join(",");
    const chain = [
      `SecRule REMOTE_ADDR "@ipMatch ${addresses.join(",")}" \\\n    "id:${ownId},phase:1,pass,nolog,t:none,chain"`,
      ...(topic === "methods" ? [`    SecRule REQUEST_METHOD "@rx ^(?:${refusedMethods.join("|")})$" \\\n        "t:none,chain"`] : []),
      `    SecRule REQUEST_URI "@rx ^${path.regex}(?:[/?]|$)" \\\n        "t:none,${removed}"`,
    ];
    const file = "/etc/modsecurity/crs/REQUEST-900-EXCLUSION-RULES-BEFORE-CRS.conf";
    return snippet("modsecurity_exclusion", "apache", "file_end", chain.join("\n"), { file });
  };
