// Moments at which tests that depend on today's date fail, for `npm run verify -- --clocks`.

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of most of our merchants. */
const ZONE = "Europe/Amsterdam";

const offsetFormat = new Intl.DateTimeFormat("en", { timeZone: ZONE, timeZoneName: "longOffset" });
const offsetAt = (ms) => offsetFormat.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value;

/** The first full hour after `ms` at which `isIt` holds. */
function nextHour(ms, isIt) {
  let at = Math.ceil(ms / HOUR_MS) * HOUR_MS;
  while (!isIt(at)) at += HOUR_MS;
  return at;
}

const becomes = (offset) => (at) => offsetAt(at) === offset && offsetAt(at - HOUR_MS) !== offset;
const isUtc = (month, day, hour) => (at) => {
  const date = new Date(at);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
};

/**
 * The next of each kind after `now`; the half hours lie in the skipped and in the repeated hour of the wall clock.
 * @returns {{ name: string, at: Date }[]}
 */
export function listClocks(now) {
  const ms = now.getTime();
  return [
    { name: "summer time begins", at: nextHour(ms, becomes("GMT+02:00")) + HOUR_MS / 2 },
    { name: "summer time ends", at: nextHour(ms, becomes("GMT+01:00")) + HOUR_MS / 2 },
    { name: "29 February", at: nextHour(ms, isUtc(2, 29, 12)) },
    { name: "31 December", at: nextHour(ms, isUtc(12, 31, 21)) },
    { name: "two years on", at: ms + 2 * 365 * DAY_MS },
  ].map(({ name, at }) => ({ name, at: new Date(at) }));
}
