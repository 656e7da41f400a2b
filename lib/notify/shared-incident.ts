import type { CauseCode } from "@/lib/check/causes";
import type { Traits } from "@/lib/check/shop-traits";
import type { NotificationKind } from "@/lib/notify/kinds";

/** Merchants are shown an incident that at least so many of them share: with fewer, one could identify another. */
export const MIN_MERCHANTS = 5;

/** An open incident of many shops, as the receiver of a message sees it. */
export interface SharedIncident {
  incidentId: string;
  startedAt: Date;
  cause: CauseCode;
  traits: Traits;
  /** Number of affected shops, across merchants. */
  shops: number;
  /** Whether an earlier message notified the receiver of one of its shops. */
  isKnown: boolean;
}

/** Incidents by the id of each affected shop of the merchant. */
export type SharedIncidents = ReadonlyMap<string, SharedIncident>;

/** The incident that a note belongs to. Only "needs_you" is reported as part of one. Pure. */
export const incidentOf = (
  { kind, integrationId }: { kind: NotificationKind; integrationId: string | null },
  incidents: SharedIncidents,
): SharedIncident | undefined => (kind === "needs_you" && integrationId !== null ? incidents.get(integrationId) : undefined);
