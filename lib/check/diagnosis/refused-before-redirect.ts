import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { howRefused } from "@/lib/check/diagnosis/refusal-facts";
import type { Findings } from "@/lib/check/probe/findings";
import type { Cause } from "@/lib/check/result";

type Refused = Pick<Cause, "userAgents" | "addresses">;

/** Lists User-Agents or addresses, not the combination of both. */
const isOneDimensional = ({ userAgents, addresses }: { [Key in keyof Refused]: readonly string[] }): boolean =>
  userAgents.length === 0 || addresses.length === 0;

/** Refusals at the URL as given, from which another visitor is redirected to the shop. Merges into `known`; returns only new causes. */
export function explainRefusedBefore(findings: Findings, known: readonly Cause[]): Cause[] {
  const { egress, agents, redirects } = findings;
  const { refusedBefore } = redirects;
  if (!refusedBefore) return [];
  const { pass, fail, userAgents, addresses } = refusedBefore;
  const code = userAgents.length > 0 ? "user_agent_blocked" : "ip_blocked";
  const same = known.find((cause) => cause.code === code);
  if (!same) {
    const reason = code === "ip_blocked" ? howRefused(fail) : null;
    return [makeCause(code, { pass, fail }, { userAgents, addresses, blocker: nameOfBlocker(fail), reason })];
  }
  if (isOneDimensional(same) && isOneDimensional(refusedBefore)) {
    const both = new Set([...same.addresses, ...addresses, ...same.userAgents, ...userAgents]);
    if (code === "ip_blocked") same.addresses = egress.flatMap(({ address }) => (address !== null && both.has(address) ? [address] : []));
    else same.userAgents = agents.filter((agent) => both.has(agent));
  }
  return [];
}
