import type { CauseCode } from "@/lib/check/causes";
import type { Traits } from "@/lib/check/shop-traits";
import type { NotificationKind } from "@/lib/notify/kinds";

/** An open incident of many shops, seen by the receiver of a message. */
export interface SharedIncident {
  incidentId: string;
  startedAt: Date;
  cause: CauseCode;
  traits: Traits;
  /** Affected shops of all merchants. */
  shops: number;
  /** Whether an earlier message notified the receiver of a shop in it. */
  isKnown: boolean;
}

/** Incidents by the id of each affected shop of the merchant. */
export type SharedIncidents = ReadonlyMap<string, SharedIncident>;

/** The incident that a note belongs to. Only "needs_you" is reported as part of an incident. Pure. */
export const incidentOf = (
  { kind, integrationId }: { kind: NotificationKind; integrationId: string | null },
  incidents: SharedIncidents,
): SharedIncident | undefined => (kind === "needs_you" && integrationId !== null ? incidents.get(integrationId) : undefined);
