import { ok, type Result, refuse } from "@/lib/base/result";
import { HOUR_MS } from "@/lib/base/units";
import { instantOfWallClock } from "@/lib/base/wall-clock";

/** Longer interruptions are a pause. */
export const MAX_MAINTENANCE_HOURS = 72;
const MAX_DAYS_AHEAD = 366;

export type WindowProblem = "not_a_time" | "ends_before_it_begins" | "is_over" | "too_long" | "too_far_ahead";

export interface PlannedMaintenance {
  startsAt: Date;
  endsAt: Date;
}

/** The problem of a window, or null. It may have begun already. */
export function problemOfWindow({ startsAt, endsAt }: PlannedMaintenance, now: Date): WindowProblem | null {
  if (startsAt >= endsAt) return "ends_before_it_begins";
  if (endsAt <= now) return "is_over";
  if (endsAt.getTime() - startsAt.getTime() > MAX_MAINTENANCE_HOURS * HOUR_MS) return "too_long";
  return startsAt.getTime() - now.getTime() > MAX_DAYS_AHEAD * 24 * HOUR_MS ? "too_far_ahead" : null;
}

/** Parses a typed window, `2026-11-29T02:00` on the wall clock of a zone. */
export function readTypedWindow(
  typed: { from: string; to: string; timeZone: string },
  now: Date,
): Result<PlannedMaintenance, WindowProblem> {
  const startsAt = instantOfWallClock(typed.from, typed.timeZone);
  const endsAt = instantOfWallClock(typed.to, typed.timeZone);
  if (!startsAt || !endsAt) return refuse("not_a_time");
  const problem = problemOfWindow({ startsAt, endsAt }, now);
  return problem ? refuse(problem) : ok({ startsAt, endsAt });
}
