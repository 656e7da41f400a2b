// Times as written by shops with their own time zone: wall clock without an offset.

const formatters = new Map<string, Intl.DateTimeFormat>();

function readWallClock(at: Date, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(timeZone, formatter);
  }
  const part = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(
    part["year"] ?? 0,
    (part["month"] ?? 1) - 1,
    part["day"] ?? 1,
    part["hour"] ?? 0,
    part["minute"] ?? 0,
    part["second"] ?? 0,
  );
}

const wholeSecondMs = (at: Date): number => Math.floor(at.getTime() / 1000) * 1000;
const offsets = new Map<string, number>();
const quarterMs = 15 * 60_000;

/** Milliseconds that the zone's wall clock is ahead of UTC. Offsets change only at quarter hours, so each is computed once per quarter hour. */
export function zoneOffsetMs(at: Date, timeZone: string): number {
  const key = `${timeZone} ${Math.floor(at.getTime() / quarterMs)}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = readWallClock(at, timeZone) - wholeSecondMs(at);
    offsets.set(key, offset);
  }
  return offset;
}

const wallClock = (at: Date, timeZone: string): number => wholeSecondMs(at) + zoneOffsetMs(at, timeZone);

/** `2026-11-24T23:34:29` in UTC. */
export const toUtcText = (at: Date): string => at.toISOString().slice(0, 19);

/** `2026-11-24T23:34:29` on the wall clock of the zone. */
export const toLocalText = (at: Date, timeZone: string): string => new Date(wallClock(at, timeZone)).toISOString().slice(0, 19);

/** The instant of a wall-clock text in the zone; in the repeated hour, the earlier one. */
export function fromLocalText(text: string, timeZone: string): Date {
  const asUtc = new Date(`${text.replace(" ", "T")}Z`).getTime();
  const candidates = [
    asUtc - zoneOffsetMs(new Date(asUtc - 43_200_000), timeZone),
    asUtc - zoneOffsetMs(new Date(asUtc + 43_200_000), timeZone),
  ].sort((left, right) => left - right);
  const exact = candidates.find((candidate) => wallClock(new Date(candidate), timeZone) === asUtc);
  return new Date(exact ?? candidates[0] ?? asUtc);
}
