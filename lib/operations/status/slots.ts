import { DAY_MS, MINUTE_MS } from "@/lib/base/units";
import type { Area } from "@/lib/infra/observe/outcomes";
import type { PlatformSlot } from "@/lib/infra/prisma-client/client";

export const SLOT_MS = 300_000;
export const KEPT_DAYS = 90;

export type AreaState = "operational" | "degraded" | "down";

export interface Slot extends Pick<PlatformSlot, "at" | "worked" | "failed" | "late"> {
  area: Area;
}

/** Occasional failures are normal; a share of all work is an incident. */
const MIN_FAILURES = 5;
const DEGRADED_SHARE = 0.05;
const DOWN_SHARE = 0.5;

/** Our side's state in a slot. `undefined`: nothing was recorded, since no worker reached the database. */
export function judgeSlot(slot: Pick<Slot, "worked" | "failed" | "late"> | undefined): AreaState {
  if (!slot) return "down";
  const share = slot.failed / Math.max(1, slot.worked + slot.failed);
  if (slot.failed >= MIN_FAILURES && share > DOWN_SHARE) return "down";
  return slot.late || (slot.failed >= MIN_FAILURES && share > DEGRADED_SHARE) ? "degraded" : "operational";
}

export interface StatusDay {
  day: Date;
  /** Null before the first recorded slot. */
  state: AreaState | null;
  downMinutes: number;
  degradedMinutes: number;
}

export interface StatusIncident {
  area: Area;
  state: Exclude<AreaState, "operational">;
  from: Date;
  to: Date | null;
}

export interface AreaHistory {
  area: Area;
  now: AreaState;
  /** Share of recorded time in which the area was not down. */
  uptime: number;
  days: StatusDay[];
  incidents: StatusIncident[];
}

const startOf = (ms: number, step: number): number => Math.floor(ms / step) * step;
const worse = (a: AreaState | null, b: AreaState): AreaState =>
  a === "down" || b === "down" ? "down" : a === "degraded" || b === "degraded" ? "degraded" : b;

/** The last days of one area, from its recorded slots. The current slot counts once it has a record. */
export function readHistory(area: Area, slots: readonly Slot[], now: Date): AreaHistory {
  const of = new Map(slots.filter((slot) => slot.area === area).map((slot) => [slot.at.getTime(), slot]));
  const today = startOf(now.getTime(), DAY_MS);
  const oldest = today - (KEPT_DAYS - 1) * DAY_MS;
  const days = Array.from(
    { length: KEPT_DAYS },
    (_, index): StatusDay => ({ day: new Date(oldest + index * DAY_MS), state: null, downMinutes: 0, degradedMinutes: 0 }),
  );
  const first = Math.max(oldest, Math.min(...of.keys()));
  const current = startOf(now.getTime(), SLOT_MS);
  const incidents: StatusIncident[] = [];
  let open: StatusIncident | null = null;
  let counted = 0;
  let down = 0;
  let state: AreaState = "operational";
  for (let at = first; at <= current; at += SLOT_MS) {
    const slot = of.get(at);
    if (at === current && !slot) break;
    state = judgeSlot(slot);
    const day = days[Math.floor((at - oldest) / DAY_MS)];
    if (day) {
      day.state = worse(day.state, state);
      if (state === "down") day.downMinutes += SLOT_MS / MINUTE_MS;
      if (state === "degraded") day.degradedMinutes += SLOT_MS / MINUTE_MS;
    }
    counted += 1;
    if (state === "down") down += 1;
    if (state === "operational") {
      if (open) open.to = new Date(at);
      open = null;
    } else if (open) open.state = worse(open.state, state) === "down" ? "down" : "degraded";
    else {
      open = { area, state, from: new Date(at), to: null };
      incidents.push(open);
    }
  }
  return { area, now: state, uptime: counted === 0 ? 1 : 1 - down / counted, days, incidents: incidents.reverse() };
}
