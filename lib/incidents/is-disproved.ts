import type { CheckResult, Probe } from "@/lib/check/result";
import type { CauseScope } from "@/lib/incidents/incident";

const isOneOf = (one: string | null, asked: string | null): boolean => asked === null || one === asked;

/** An empty list means any. */
const each = (ones: readonly string[]): readonly (string | null)[] => (ones.length === 0 ? [null] : ones);

/**
 * Whether a check that does not find a cause any more proves that it is gone: what it refused passes, from the same address with the same
 * User-Agent and method. What the check did not combine so must pass one by one, in a shop that is reachable.
 */
export function isDisproved(
  { addresses, userAgents, methods }: CauseScope,
  { probes, verdict }: Pick<CheckResult, "probes" | "verdict">,
): boolean {
  const own = probes.filter(({ source }) => source !== "control");
  const ask = (from: string | null, userAgent: string | null, method: string | null): Probe[] =>
    own.filter((probe) => isOneOf(probe.from, from) && isOneOf(probe.userAgent, userAgent) && isOneOf(probe.method, method));
  const passes = (asked: readonly Probe[]): boolean => asked.some(({ passed }) => passed);
  const isReachable = verdict === "healthy" || verdict === "degraded";
  return each(addresses).every((from) =>
    each(userAgents).every((userAgent) =>
      each(methods).every((method) => {
        const asked = ask(from, userAgent, method);
        if (asked.length > 0) return passes(asked);
        return isReachable && [ask(from, null, null), ask(null, userAgent, null), ask(null, null, method)].every(passes);
      }),
    ),
  );
}
