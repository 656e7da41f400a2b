import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import type { Incident, IncidentCause } from "@/lib/incidents/incident";

// What is wrong, derived from lanes and causes. Apart from the stored form, whose schema pages do not load.

/** `down`: nothing passes · `partial`: it goes on through what passes · `delayed`: it waits and recovers automatically. */
export const EFFECT_KINDS = ["down", "partial", "delayed"] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

export interface Effect {
  kind: EffectKind;
  /** The first failed observation after the last success of this kind. */
  since: Date;
}

export const isOpenCause = ({ clearedAt }: IncidentCause): boolean => clearedAt === null;

export const openCauses = ({ causes }: Pick<Incident, "causes">): IncidentCause[] => causes.filter(isOpenCause);

/** What is wrong in one direction, or null. Derived, so that it can never contradict the lane and the causes. */
export function effectOf({ lanes, causes }: Pick<Incident, "lanes" | "causes">, lane: LaneName): Effect | null {
  const snapshot = lanes[lane];
  if (snapshot?.failingSince) {
    const isDown = snapshot.state === "action_needed" || snapshot.state === "off";
    return { kind: isDown ? "down" : "delayed", since: snapshot.failingSince };
  }
  const own = causes.filter((cause) => cause.lanes.includes(lane));
  return own.some(isOpenCause) ? { kind: "partial", since: sinceOf(own) } : null;
}

/** Since when there has always been one of these causes. */
function sinceOf(causes: readonly IncidentCause[]): Date {
  const lastsTo = ({ clearedAt }: IncidentCause): number => clearedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  let since = Number.POSITIVE_INFINITY;
  for (const cause of causes.toSorted((one, other) => lastsTo(other) - lastsTo(one)))
    if (lastsTo(cause) >= since) since = Math.min(since, cause.firstSeenAt.getTime());
  return new Date(since);
}

/** Whether anything is wrong now. */
export const isTroubled = (incident: Pick<Incident, "lanes" | "causes">): boolean =>
  openCauses(incident).length > 0 || LANES.some((lane) => effectOf(incident, lane) !== null);

/** Whether it lasts until someone acts. */
export const needsAction = (incident: Pick<Incident, "lanes" | "causes">): boolean =>
  openCauses(incident).some(({ fixer }) => fixer !== "itself") || LANES.some((lane) => effectOf(incident, lane)?.kind === "down");
