import { isFront, readServer } from "@/lib/check/diagnosis/fingerprints";
import type { Observation } from "@/lib/check/probe/observation";
import type { CheckResult } from "@/lib/check/result";

type NamedServer = NonNullable<ReturnType<typeof readServer>>;

const withEvidence = (server: NamedServer): CheckResult["server"] => ({
  ...server,
  evidence: [`server: ${[server.software, server.version].filter(Boolean).join("/")}`],
});

/** The web server, by a Server header, else by a page of its own, else the front before it. */
export function findServer(observations: readonly Observation[]): CheckResult["server"] {
  let front: NamedServer | null = null;
  for (const { answer } of observations) {
    const named = answer && readServer(answer);
    if (named && !isFront(named.software)) return withEvidence(named);
    front ??= named;
  }
  const sign = observations.find((observation) => observation.reading?.sign?.sign === "page")?.reading?.sign;
  if (sign?.software) return { software: sign.software, version: null, evidence: [sign.evidence] };
  return front ? withEvidence(front) : { software: null, version: null, evidence: [] };
}
