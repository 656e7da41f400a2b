import type { LaneState } from "@/lib/health/lane/lane";
import { laneTone, TONES, type Tone } from "@/lib/health/lane/tone";
import type { Day } from "@/lib/integrations/history/days";

export interface StateChange {
  at: Date;
  from: LaneState;
  to: LaneState;
}

/** Time that a lane spent in each state on one day, in milliseconds, longest first; empty if the lane did not exist yet. */
export interface LaneDay {
  states: { state: LaneState; ms: number }[];
  /** The most urgent tone of the day; null if there is nothing to report. */
  tone: Tone | null;
}

/**
 * Distributes the states of one lane over days. `changes`: oldest first, complete since the first day. Before the first change the lane was
 * in the state that it left, without any in `current`. Time outside `alive` has no state.
 */
export function spreadStates(days: readonly Day[], changes: readonly StateChange[], current: LaneState, alive: { from: Date; to: Date }) {
  const spans = toSpans(changes, current, alive);
  return days.map((day) => {
    const spent = new Map<LaneState, number>();
    for (const { state, from, to } of spans) {
      const ms = Math.min(to, day.to.getTime()) - Math.max(from, day.from.getTime());
      if (ms > 0) spent.set(state, (spent.get(state) ?? 0) + ms);
    }
    const states = [...spent].map(([state, ms]) => ({ state, ms })).sort((a, b) => b.ms - a.ms);
    const tones = states.map(laneTone);
    return { states, tone: TONES.find((tone) => tones.includes(tone)) ?? null };
  });
}

function toSpans(changes: readonly StateChange[], current: LaneState, alive: { from: Date; to: Date }) {
  const spans: { state: LaneState; from: number; to: number }[] = [];
  let from = alive.from.getTime();
  let state = changes[0]?.from ?? current;
  for (const change of changes) {
    const at = Math.min(Math.max(change.at.getTime(), from), alive.to.getTime());
    spans.push({ state, from, to: at });
    from = at;
    state = change.to;
  }
  return [...spans, { state, from, to: alive.to.getTime() }];
}

/** Share of the known time in which the lane was healthy, from 0 to 1; null if none is known. */
export function healthyShare(days: readonly LaneDay[]): number | null {
  let known = 0;
  let good = 0;
  for (const { state, ms } of days.flatMap(({ states }) => states)) {
    known += ms;
    if (laneTone({ state }) === "healthy") good += ms;
  }
  return known === 0 ? null : good / known;
}
