import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { howRefused, isExhaustedLimit, passesWithOwnUserAgent } from "@/lib/check/diagnosis/refusal-facts";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { numberOf, type Observation, passed } from "@/lib/check/probe/observation";
import { signatureOf } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";

/** Every IPv6 address is refused and an IPv4 address passes: the shop's IPv6 is broken, not filtered by address. */
function isIpv6Only({ egress, matrix }: Findings, anchor: Cell, refused: readonly string[]): boolean {
  const ipv6 = egress.filter((source) => source.address?.includes(":"));
  const passesOverIpv4 = egress.some((source) => source.address?.includes(".") && matrix.passes({ ...anchor, source }));
  return ipv6.length > 0 && refused.length === ipv6.length && refused.every((address) => address.includes(":")) && passesOverIpv4;
}

/** The refusal looks like another address's ban, and the first request from here used a User-Agent that passes from no other address. */
function mayBeBanned({ matrix, time: { banned } }: Findings, { source, userAgent }: Cell, refusal: Observation): boolean {
  if (!banned || banned.fail.question.source === source || signatureOf(refusal) !== signatureOf(banned.fail)) return false;
  const own = matrix.select({ source });
  const [first] = own.toSorted((a, b) => numberOf(a.observation) - numberOf(b.observation));
  if (!first || passed(first.observation) || first.cell.userAgent === userAgent) return false;
  const alike = matrix.select({ userAgent: first.cell.userAgent });
  return !alike.some(({ cell, observation }) => cell.source !== source && passed(observation));
}

/** `ip_blocked` for the addresses that are refused with every User-Agent while the anchor's address passes. */
export function explainAddresses(findings: Findings, anchor: Cell): Cause[] {
  const { matrix, egress, beside } = findings;
  const refusals = egress.flatMap((source) => {
    const cell = { ...anchor, source };
    const observation = matrix.get(cell);
    const isRefused = observation && !passed(observation) && !isExhaustedLimit(observation) && !passesWithOwnUserAgent(findings, cell);
    return isRefused && !mayBeBanned(findings, cell, observation) ? [{ source, observation }] : [];
  });
  const [first] = refusals;
  if (!first) return [];
  const addresses = refusals.flatMap(({ source }) => (source.address === null ? [] : [source.address]));
  const { observation: fail } = first;
  const reason = isIpv6Only(findings, anchor, addresses) ? "ipv6_only" : howRefused(fail);
  const pass = beside.get(fail) ?? matrix.get(anchor);
  return [makeCause("ip_blocked", { pass, fail }, { addresses, blocker: nameOfBlocker(fail), reason })];
}
