import { MINUTE_MS } from "@/lib/base/units";
/** Splits a duration into days, hours and minutes, rounded down; from one day on without minutes. */
export function splitDuration(ms: number): { days: number; hours: number; minutes: number } {
  const allMinutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  const days = Math.floor(allMinutes / 1440);
  return { days, hours: Math.floor((allMinutes % 1440) / 60), minutes: days > 0 ? 0 : allMinutes % 60 };
}
