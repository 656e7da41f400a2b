import type { Source } from "@/lib/check/probe/observation";
import type { Egress } from "@/lib/connectors/egress/user-agents";
import { type NetFailure, netFailure } from "@/lib/connectors/net/failures";
import type { Resolution } from "@/lib/connectors/net/resolve";

/** Without addresses the system's route is the only source, and nothing can be compared. */
export function sourcesOf(egress: Egress): { egress: Source[]; control: Source | null } {
  if (egress.addresses.length === 0) return { egress: [{ kind: "default", address: null }], control: null };
  return {
    egress: egress.addresses.map((address) => ({ kind: "egress", address })),
    control: egress.control === null ? null : { kind: "control", address: egress.control },
  };
}

const familyOf = (source: Source): 4 | 6 | null => (source.address === null ? null : source.address.includes(":") ? 6 : 4);

/** An IPv4 source cannot reach an IPv6 address, nor the reverse. */
export const canReach = (source: Source, resolution: Resolution): boolean => {
  const family = familyOf(source);
  return family === null || resolution.addresses.some((entry) => entry.family === family);
};

/** Null if any source can reach the shop. */
export function findFamilyGap(sources: readonly Source[], resolution: Resolution): NetFailure | null {
  if (sources.some((source) => canReach(source, resolution))) return null;
  const missing = sources.some((source) => familyOf(source) === 4) ? "IPv4" : "IPv6";
  return netFailure("no_common_family", "dns", { missing });
}
