import type { CauseCode } from "@/lib/check/causes";
import { decideFixer } from "@/lib/check/diagnosis/fixes/fixes-for";
import { type ConnectorSettings, isBypassed } from "@/lib/check/lane-events";
import { isUnconfirmed } from "@/lib/check/regions";
import type { Cause, CheckResult } from "@/lib/check/result";
import type { Fixer } from "@/lib/health/lane/fixer";
import type { LaneName } from "@/lib/health/lane/lane-name";

/** A cause as it is followed across checks. */
export interface FoundCause {
  code: CauseCode;
  blocker: string | null;
  /** Who can fix it; `itself` while it may still be the network between one region and the shop. */
  fixer: Fixer;
  /** Our addresses, User-Agents and methods that are refused; an empty list means all of them. */
  scope: { addresses: string[]; userAgents: string[]; methods: string[] };
  lanes: LaneName[];
}

/** Who can fix a cause. */
export function fixerIn(result: CheckResult, connector: ConnectorSettings | null): (cause: Cause) => Fixer {
  const place = { shopSystem: connector?.shopSystem ?? result.shopSystem, server: result.server.software };
  return (cause) => (isUnconfirmed(cause, result) ? "itself" : decideFixer(cause, place));
}

/** The causes of a result that refuse our requests, most important first. */
export function findCauses(result: CheckResult, connector: ConnectorSettings | null): FoundCause[] {
  const fixerOf = fixerIn(result, connector);
  return result.causes
    .filter((cause) => cause.affects.length > 0 && !(connector && isBypassed(cause, connector)))
    .map((cause) => {
      const { code, blocker, addresses, userAgents, methods, affects } = cause;
      return { code, blocker, fixer: fixerOf(cause), scope: { addresses, userAgents, methods }, lanes: affects };
    });
}
