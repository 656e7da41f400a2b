import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/identity/accounts/actor";
import type { Incident } from "@/lib/incidents/incident";
import type { DatedEntry } from "@/lib/incidents/record";
import { type IncidentEvent, moveIncident, nextClockAt } from "@/lib/incidents/transitions";

export interface PastEvent {
  at: Date;
  actor: Actor;
  event: IncidentEvent;
}

interface PlayedIncident {
  incident: Incident;
  entries: DatedEntry[];
}

const CLOCK: Omit<PastEvent, "at"> = { actor: { kind: "job", job: "schedule" }, event: { kind: "clock" } };

/** The incidents that these events make, oldest first, with what the clock did between them and until `until`. */
export function playEvents(events: readonly PastEvent[], until: Date): PlayedIncident[] {
  const played: PlayedIncident[] = [];
  const play = ({ at, actor, event }: PastEvent): boolean => {
    const before = played.at(-1)?.incident ?? null;
    const { incident, entries } = moveIncident(before, event, at, randomUUID());
    if (!incident || incident === before) return false;
    const told = entries.map((entry) => ({ ...entry, at, actor }));
    const last = played.at(-1);
    if (last?.incident.id === incident.id) played.splice(-1, 1, { incident, entries: [...last.entries, ...told] });
    else played.push({ incident, entries: told });
    return true;
  };
  const wait = (end: Date): void => {
    for (;;) {
      const { incident } = played.at(-1) ?? {};
      const due = incident ? nextClockAt(incident) : null;
      if (!due || due > end || !play({ ...CLOCK, at: due })) return;
      const later = played.at(-1)?.incident;
      if (later && nextClockAt(later)?.getTime() === due.getTime()) return;
    }
  };
  for (const past of events) {
    wait(past.at);
    play(past);
  }
  wait(until);
  return played;
}
