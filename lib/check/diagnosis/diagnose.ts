import { type CauseCode, hasTrait, LAYERS } from "@/lib/check/causes";
import { explainApi } from "@/lib/check/diagnosis/api-causes";
import { readOwnServer } from "@/lib/check/diagnosis/fingerprints";
import { makeCause, serverOf } from "@/lib/check/diagnosis/make-cause";
import { explainMethods } from "@/lib/check/diagnosis/method-causes";
import { explainAddresses } from "@/lib/check/diagnosis/refused-addresses";
import { explainRefusedBefore } from "@/lib/check/diagnosis/refused-before-redirect";
import { explainRefusedOrders, explainUserAgents } from "@/lib/check/diagnosis/refused-user-agents";
import { explainTime } from "@/lib/check/diagnosis/time-causes";
import { explainUnreachable } from "@/lib/check/diagnosis/unreachable-causes";
import type { Findings } from "@/lib/check/probe/findings";
import type { Observation } from "@/lib/check/probe/observation";
import type { Cause, Verdict } from "@/lib/check/result";

export const byLayer = (a: Cause, b: Cause): number => LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer);

/** The server that strips the header, as its answers name it: only a server's own settings tell whether it hands the header on. */
function nameStripper(code: CauseCode, fail: Observation | null): Record<string, string> {
  const server = code === "authorization_header_stripped" && fail?.answer ? readOwnServer(fail.answer) : null;
  return server ? { server: server.software } : {};
}

/** Credentials that do not work; a disabled API or a stripped header explains them all. */
function explainCredentials(findings: Findings, known: readonly Cause[]): Cause[] {
  const causes: Cause[] = [];
  for (const { code, evidence, reason, details, lanes } of findings.key.found) {
    const isKnown = [...known, ...causes].some(
      (cause) => cause.code === code || cause.code === "api_disabled" || cause.code === "closed_to_visitors",
    );
    if (!isKnown)
      causes.push(makeCause(code, evidence, { reason, details: { ...nameStripper(code, evidence.fail), ...details }, affects: lanes }));
  }
  return causes;
}

/** Derives the causes from what the experiment found, lowest layer first. Pure. Leaves out causes that follow from another one. */
export function diagnose(findings: Findings): Cause[] {
  const { working, matrix } = findings;
  // If the same request passes at times, nothing else is proven by a check in which none passed.
  if (!working)
    return findings.time.turns ? explainTime(findings) : [...explainTime(findings), ...explainUnreachable(findings)].sort(byLayer);
  const refused = matrix.isOpen
    ? []
    : [...explainAddresses(findings, working), ...explainUserAgents(findings, working), ...explainMethods(findings)];
  const causes = [...refused, ...explainTime(findings), ...explainApi(findings)];
  causes.push(...explainRefusedOrders(findings, causes));
  causes.push(...explainRefusedBefore(findings, causes));
  const { cached } = findings;
  if (cached) causes.push(makeCause("cached_response", cached, { blocker: serverOf(cached.fail) }));
  causes.push(...explainCredentials(findings, causes));
  return causes.sort(byLayer);
}

/** The first that fits, in the order of docs/check.md. `isAnswered`: an address that must get through got an HTTP answer. */
export function decideVerdict(causes: readonly Cause[], isAnswered: boolean, hasWorking: boolean): Verdict {
  // A verdict without a cause would be a complaint that no one can act on.
  if (causes.length === 0) return "healthy";
  if (causes.some(({ code }) => code === "target_not_allowed")) return "refused";
  if (!isAnswered) return "unreachable";
  if (!hasWorking || causes.some(({ code, affects }) => !hasTrait(code, "orders_readable") && affects.includes("orders_in")))
    return "blocked";
  return "degraded";
}
