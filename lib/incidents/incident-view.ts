import type { Incident } from "@/lib/incidents/incident";

/** What a page needs of an incident. */
export type ToldIncident = Omit<Incident, "told" | "goodObservations">;

type Plain<T> = T extends Date ? string : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T;

/** The same as plain JSON, for pages and the event stream. */
export type IncidentView = Plain<ToldIncident>;

const INSTANT = /^at$|At$|Since$/;

export function viewIncident({ told: _, goodObservations: __, ...incident }: Incident): IncidentView {
  return JSON.parse(JSON.stringify(incident)) as IncidentView;
}

/** With instants as dates again. */
export const reviveIncident = (view: IncidentView): ToldIncident =>
  JSON.parse(JSON.stringify(view), (key, value: unknown) =>
    typeof value === "string" && INSTANT.test(key) ? new Date(value) : value,
  ) as ToldIncident;
