import { MINUTE_MS } from "@/lib/base/units";
import { CAUSES } from "@/lib/check/causes";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";

// Which of our regions see a cause (`seenFrom`), which pass (`passesFrom`), and since when (`firstSeenAt`).

/** The region of an address; null if the operator named none. */
export type RegionOf = (address: string | null) => string | null;

/** By then a network problem between one region and the shop has passed; what remains is the shop's firewall. */
export const CONFIRM_AFTER_MS = 5 * MINUTE_MS;

/** Causes that the network between one region and the shop can produce. */
const mayBeOfNetwork = ({ code }: Cause): boolean => CAUSES[code].layer === "network" || code === "response_timed_out";

type Placed = Probe & { region: string };
const isPlaced = (probe: Probe): probe is Placed => probe.source === "egress" && typeof probe.region === "string";
const namesOf = (probes: readonly Placed[]): string[] => [...new Set(probes.map(({ region }) => region))].toSorted();

/** Null if an address of the same region passes: then the address is what differs. */
function regionsOf(cause: Cause, probes: readonly Placed[]): { seenFrom: string[]; passesFrom: string[] } | null {
  const isBlocked = ({ from }: Placed): boolean => cause.code !== "ip_blocked" || cause.addresses.includes(from ?? "");
  const seenFrom = namesOf(probes.filter((probe) => isBlocked(probe) && !probe.passed));
  const passesFrom = namesOf(probes.filter((probe) => !isBlocked(probe) && probe.passed));
  return seenFrom.length === 0 || seenFrom.some((region) => passesFrom.includes(region)) ? null : { seenFrom, passesFrom };
}

export function describeRegions(result: CheckResult, regionOf: RegionOf): CheckResult {
  const probes = result.probes.map((probe) => {
    const region = regionOf(probe.from);
    return region === null ? probe : { ...probe, region };
  });
  const placed = probes.filter(isPlaced);
  if (namesOf(placed).length < 2) return { ...result, probes };
  const causes = result.causes.map((cause) => {
    const regions = mayBeOfNetwork(cause) ? regionsOf(cause, placed) : null;
    if (!regions) return cause;
    const { seenFrom, passesFrom } = regions;
    const details = { seenFrom: seenFrom.join(", "), ...(passesFrom.length > 0 ? { passesFrom: passesFrom.join(", ") } : {}) };
    return { ...cause, details: { ...cause.details, ...details } };
  });
  return { ...result, probes, causes };
}

/** Connections from one region fail while others get through: the shop's firewall, or the network between that region and the shop. */
const isRegional = ({ code, reason, details }: Cause): boolean =>
  code === "ip_blocked" && typeof details["passesFrom"] === "string" && reason !== "forbidden" && reason !== "maintenance_for_address";

const isSameCause = (one: Cause, other: Cause): boolean => one.code === other.code && one.details["seenFrom"] === other.details["seenFrom"];

/** Notes when each regional cause was first seen. */
export function noteFirstSeen(result: CheckResult, before: CheckResult | null): CheckResult {
  const causes = result.causes.map((cause) => {
    if (!isRegional(cause)) return cause;
    const known = before?.causes.find((one) => isRegional(one) && isSameCause(one, cause))?.details["firstSeenAt"];
    return { ...cause, details: { ...cause.details, firstSeenAt: known ?? result.startedAt } };
  });
  return { ...result, causes };
}

/** Whether a cause may still be a network problem: seen from some regions only, and not yet confirmed by a check minutes later. */
export function isUnconfirmed(cause: Cause, { startedAt }: Pick<CheckResult, "startedAt">): boolean {
  const { firstSeenAt } = cause.details;
  return isRegional(cause) && !(typeof firstSeenAt === "string" && Date.parse(startedAt) - Date.parse(firstSeenAt) >= CONFIRM_AFTER_MS);
}
