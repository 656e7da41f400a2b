import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Incident } from "@/lib/incidents/incident";
import type { IncidentChange } from "@/lib/incidents/transitions";
import { defineEvent } from "@/lib/infra/domain-event";

export interface IncidentMoved extends Omit<IncidentChange, "incident"> {
  scope: MerchantScope;
  integrationId: string;
  at: Date;
  incident: Incident;
  /** The shop's newest incident before, which may be another one. */
  before: Incident | null;
}

/** The timeline of an incident went on, or members are to be notified of it. */
export const incidentMoved = defineEvent<IncidentMoved>("incident_moved");
