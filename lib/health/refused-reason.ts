import type { RefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import { FIXERS } from "@/lib/health/lane/fixer";
import type { CausesFound } from "@/lib/health/probe-visible-causes";

/** What a shop refuses while its lanes go on, as the reason of a lane. */
export function refusedReason({ cause, checkId, methods, userAgents, addresses, blocker, fixer: stored }: RefusedVisitors): CausesFound {
  const fixer = FIXERS.find((one) => one === stored) ?? "hosting_provider";
  return { code: "causes_found", cause, checkId, others: 0, methods, userAgents, addresses, blocker, fixer };
}
