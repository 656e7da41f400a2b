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

/** Incidents by the id of each shop of the merchant: those that it is in, and those that it left. */
export interface SharedIncidents {
  open: ReadonlyMap<string, SharedIncident>;
  over: ReadonlyMap<string, SharedIncident>;
}

export const NONE_SHARED: SharedIncidents = { open: new Map(), over: new Map() };

/** The incident that a note belongs to: its beginning or its end. Pure. */
export const incidentOf = (
  { kind, integrationId }: { kind: NotificationKind; integrationId: string | null },
  incidents: SharedIncidents,
): SharedIncident | undefined => {
  if (integrationId === null) return undefined;
  if (kind === "needs_you") return incidents.open.get(integrationId);
  return kind === "recovered" ? incidents.over.get(integrationId) : undefined;
};
