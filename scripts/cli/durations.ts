import { InvalidArgumentError } from "commander";

const SECONDS_OF = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Reads 90s, 30m, 2h or 1d, as seconds. */
export function readDuration(text: string): number {
  const [, amount = "", unit = ""] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? [];
  const seconds = Number(amount) * (SECONDS_OF[unit as keyof typeof SECONDS_OF] ?? Number.NaN);
  if (!(seconds > 0)) throw new InvalidArgumentError("Write a duration such as 90s, 30m or 2h.");
  return seconds;
}

/** Reads a moment to come: a duration from now, a time of day on this machine, or an ISO 8601 time with its zone. */
export function readMoment(text: string, now = new Date()): Date {
  const typed = text.trim();
  if (/^\d+[smhd]$/.test(typed)) return new Date(now.getTime() + readDuration(typed) * 1_000);
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(typed) ?? [];
  if (hours !== undefined && minutes !== undefined) {
    const at = new Date(now);
    at.setHours(Number(hours), Number(minutes), 0, 0);
    if (at <= now) at.setDate(at.getDate() + 1);
    return at;
  }
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(typed) ? new Date(typed) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError("Write 45m, 2h, 18:30 or 2026-12-24T18:30:00Z.");
  return at;
}
