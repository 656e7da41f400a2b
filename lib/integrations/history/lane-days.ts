import type { LaneState } from "@/lib/health/lane/lane";
import { laneTone, TONES, type Tone } from "@/lib/health/lane/tone";
import type { EffectKind } from "@/lib/incidents/effects";
import type { Day } from "@/lib/integrations/history/days";

/** A state of the history: how an incident affected a direction, or what a person chose. */
export type DayState = LaneState | "partial";

export const STATE_OF_EFFECT: Readonly<Record<EffectKind, DayState>> = { down: "action_needed", delayed: "throttled", partial: "partial" };

export const dayTone = (state: DayState): Tone => (state === "partial" ? "recovering" : laneTone({ state }));

/** `to` is null while it lasts. */
export interface StateSpan {
  state: DayState;
  from: Date;
  to: Date | null;
}

/** Time that a direction spent in each state on one day, in milliseconds, longest first; empty if the shop did not exist yet. */
export interface LaneDay {
  states: { state: DayState; ms: number }[];
  /** The most urgent tone of the day; null if there is nothing to report. */
  tone: Tone | null;
}

/** Distributes the states of one direction over days. Where spans overlap, the last of the list counts; elsewhere it worked. Time outside `alive` has no state. */
export function spreadStates(days: readonly Day[], spans: readonly StateSpan[], alive: { from: Date; to: Date }): LaneDay[] {
  const parts = cut(spans, alive);
  return days.map((day) => {
    const spent = new Map<DayState, number>();
    for (const { state, from, to } of parts) {
      const ms = Math.min(to, day.to.getTime()) - Math.max(from, day.from.getTime());
      if (ms > 0) spent.set(state, (spent.get(state) ?? 0) + ms);
    }
    const states = [...spent].map(([state, ms]) => ({ state, ms })).sort((a, b) => b.ms - a.ms);
    const tones = states.map(({ state }) => dayTone(state));
    return { states, tone: TONES.find((tone) => tones.includes(tone)) ?? null };
  });
}

function cut(spans: readonly StateSpan[], alive: { from: Date; to: Date }): { state: DayState; from: number; to: number }[] {
  const [first, last] = [alive.from.getTime(), alive.to.getTime()];
  const within = (at: number): number => Math.min(Math.max(at, first), last);
  const known = spans.map(({ state, from, to }) => ({ state, from: within(from.getTime()), to: within(to?.getTime() ?? last) }));
  const edges = [...new Set([first, last, ...known.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? to;
    return { state: known.findLast((span) => span.from <= from && span.to >= to)?.state ?? "regular", from, to };
  });
}

/** Share of the known time in which work went on, from 0 to 1; null if none is known. */
export function healthyShare(days: readonly LaneDay[]): number | null {
  let known = 0;
  let good = 0;
  for (const { state, ms } of days.flatMap(({ states }) => states)) {
    known += ms;
    if (state === "partial" || dayTone(state) === "healthy") good += ms;
  }
  return known === 0 ? null : good / known;
}
