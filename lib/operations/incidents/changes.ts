import type { AuditEntry } from "@/lib/identity/audit/entry";
import type { Incident } from "@/lib/operations/incidents/incidents";

/** Actions that can fix a shop or notify someone who can. Names: `incidents.acts.<code>`. */
export const REMEDIAL_ACTIONS = [
  "credentials_replaced",
  "integration_address_changed",
  "maintenance_ended",
  "sync_resumed",
  "host_report_made",
  "host_report_opened",
  "host_report_green",
] as const;
type RemedialAction = (typeof REMEDIAL_ACTIONS)[number];

/** An action that ends an incident may be recorded shortly before or after the transition. */
const AROUND_MS = 5 * 60_000;

export interface RemedialAct {
  action: RemedialAction;
  by: string | null;
  at: Date;
}

/** The remedial actions during an incident, oldest first. */
export function actsDuring(incident: Incident, entries: readonly Pick<AuditEntry, "action" | "actor" | "at">[], now: Date): RemedialAct[] {
  const from = incident.beganAt.getTime() - AROUND_MS;
  const to = (incident.endedAt ?? now).getTime() + AROUND_MS;
  return entries
    .flatMap(({ action, actor, at }): RemedialAct[] => {
      const known = REMEDIAL_ACTIONS.find((one) => one === action);
      if (!known || at.getTime() < from || at.getTime() > to) return [];
      return [{ action: known, by: actor.kind === "job" ? null : actor.name, at }];
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}
