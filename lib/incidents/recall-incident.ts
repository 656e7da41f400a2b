import type { LaneName } from "@/lib/health/lane/lane-name";
import { describeIncident, type Story } from "@/lib/incidents/describe-incident";
import { type Incident, incidentSchema } from "@/lib/incidents/incident";

const recordSchema = incidentSchema.omit({ told: true, asked: true });
type IncidentRecord = Omit<Incident, "told" | "asked">;

/** An incident as it is now, to be told later; plain JSON. */
export const recordOf = ({ told: _, asked: __, ...record }: Incident): object => JSON.parse(JSON.stringify(record)) as object;

const UNKNOWN = { nextSyncAt: null, nextRecoveryProbeAt: null, lastSuccessAt: null, failedAttempts: 0, lastFailedAt: null };

/** What was wrong and why when the record was made, without what only held then; null for what is no record. */
export function recallIncident(record: unknown, at: Date): { incident: IncidentRecord; story: Story } | null {
  const { data: incident } = recordSchema.safeParse(record);
  if (!incident) return null;
  const laneOf = (lane: LaneName) => {
    const { state = "regular", failingSince = null, reason = { code: "none" } } = incident.lanes[lane] ?? {};
    return { ...UNKNOWN, lane, state, failingSince, reason, since: failingSince ?? incident.openedAt };
  };
  const facts = { hasCredentials: true, parcels: 0, missedOrders: null, canUsePost: false, hostCauses: [] };
  const lanes = { orders_in: laneOf("orders_in"), tracking_out: laneOf("tracking_out") };
  const story = describeIncident({ ...facts, lanes }, { ...incident, asked: null }, { kind: "program" }, at);
  return { incident, story: { ...story, effect: null, step: null, byItself: null } };
}
