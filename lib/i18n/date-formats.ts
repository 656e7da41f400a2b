export const CLOCKS = ["24h", "12h"] as const;
export type Clock = (typeof CLOCKS)[number];
/** In all languages, so that times match those in a host's log. */
export const DEFAULT_CLOCK: Clock = "24h";

export const toClock = (value: string): Clock => CLOCKS.find((clock) => clock === value) ?? DEFAULT_CLOCK;

const HOURS = {
  "24h": { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  "12h": { hour: "numeric", minute: "2-digit", hourCycle: "h12" },
} as const satisfies Record<Clock, Intl.DateTimeFormatOptions>;

const SHORT_DAY = { day: "numeric", month: "short" } as const;
const DAY = { ...SHORT_DAY, year: "numeric" } as const;

/** Every form in which pages, mails and reports show times, for a reader of this clock: `format.dateTime(at, "moment")`. */
export function dateFormats(clock: Clock) {
  const hour = HOURS[clock];
  return {
    dateTime: {
      hour,
      weekdayHour: { weekday: "short", ...hour },
      shortDay: SHORT_DAY,
      shortDayHour: { ...SHORT_DAY, ...hour },
      weekdayShortDay: { weekday: "short", ...SHORT_DAY },
      weekdayShortDayHour: { weekday: "short", ...SHORT_DAY, ...hour },
      day: DAY,
      weekdayDay: { weekday: "short", ...DAY },
      moment: { ...DAY, ...hour },
      second: { ...hour, second: "2-digit" },
      momentSecond: { ...DAY, ...hour, second: "2-digit" },
    },
  } as const;
}

export type DateFormats = ReturnType<typeof dateFormats>;

const UTC_MOMENT = { ...dateFormats(DEFAULT_CLOCK).dateTime.moment, timeZone: "UTC" } as const;

/** An instant for a reader in an unknown time zone: "25 Nov 2026, 12:03 UTC". */
export const formatUtc = (locale: string, instant: Date | string): string =>
  `${new Intl.DateTimeFormat(locale, UTC_MOMENT).format(typeof instant === "string" ? new Date(instant) : instant)} UTC`;
