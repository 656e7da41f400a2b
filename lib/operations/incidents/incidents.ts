import { HOUR_MS } from "@/lib/base/units";
import type { LaneReason, LaneState } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { LaneMove } from "@/lib/sync/data";

// Incidents are derived from a lane's stored transitions instead of being stored, so the two always agree.

export type IncidentMove = Omit<LaneMove, "actor">;

/** How an incident ended: the lane recovered, was paused, or entered announced maintenance. */
type IncidentEnd = "mended" | "paused";

export interface Incident {
  /** Id of the change that started it. */
  id: string;
  lane: LaneName;
  /** The worst state it reached. */
  state: Extract<LaneState, "throttled" | "action_needed" | "off">;
  /** When the lane left its regular state. */
  beganAt: Date;
  /** When it became an incident: at once if it needs action, after an hour if it recovers automatically. */
  openedAt: Date;
  /** The last reason that is more specific than a failed attempt. */
  reason: LaneReason;
  endedAt: Date | null;
  end: IncidentEnd | null;
}

/** Throttling that ends within this time is no incident. */
export const THROTTLED_UNTIL_INCIDENT_MS = HOUR_MS;

const TROUBLE: readonly LaneState[] = ["throttled", "action_needed", "off"];
const isTrouble = (state: LaneState): boolean => TROUBLE.includes(state);

/** Specificity of a reason; the most specific of several is shown. */
const WEIGHTS: Readonly<Record<LaneReason["code"], number>> = {
  causes_found: 4,
  no_credentials: 3,
  never_succeeded: 1,
  failed: 2,
  causes_gone: 1,
  asked_to_wait: 1,
  window_announced: 0,
  paused_by: 0,
  none: 0,
};

interface Running {
  id: string;
  lane: LaneName;
  beganAt: Date;
  neededPersonAt: Date | null;
  throttledAt: Date;
  wasOff: boolean;
  reason: LaneReason;
}

function close(running: Running, endedAt: Date | null, end: IncidentEnd | null, now: Date): Incident | null {
  const slowSince = running.throttledAt.getTime() + THROTTLED_UNTIL_INCIDENT_MS;
  const openedMs = Math.min(running.neededPersonAt?.getTime() ?? Number.POSITIVE_INFINITY, slowSince);
  if (openedMs > (endedAt ?? now).getTime()) return null;
  const { id, lane, beganAt, reason } = running;
  const state = running.wasOff ? "off" : running.neededPersonAt ? "action_needed" : "throttled";
  return { id, lane, state, beganAt, openedAt: new Date(openedMs), reason, endedAt, end };
}

/**
 * The incidents in the transitions of one lane, oldest first. Pure. An incident lasts from the first problem state until the lane is
 * regular or paused, including maintenance in between; one that becomes more severe keeps its start.
 * @param moves changes of one lane, oldest first
 */
export function findIncidents(moves: readonly IncidentMove[], now: Date): Incident[] {
  const found: Incident[] = [];
  let running: Running | null = null;
  const end = (at: Date | null, how: IncidentEnd | null): void => {
    const incident = running && close(running, at, how, now);
    if (incident) found.push(incident);
    running = null;
  };
  for (const move of moves) {
    if (isTrouble(move.to)) {
      const current: Running = running ?? {
        id: move.id,
        lane: move.lane,
        beganAt: move.at,
        neededPersonAt: null,
        throttledAt: move.at,
        wasOff: false,
        reason: move.reason,
      };
      if (move.to !== "throttled") current.neededPersonAt ??= move.at;
      if (move.to === "off") current.wasOff = true;
      if (WEIGHTS[move.reason.code] >= WEIGHTS[current.reason.code]) current.reason = move.reason;
      running = current;
    } else if (running && move.to === "regular") end(move.at, "mended");
    else if (running && move.to === "paused") end(move.at, "paused");
  }
  end(null, null);
  return found;
}
