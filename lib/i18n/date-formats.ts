// Date and time formats. All languages use the 24-hour clock, so that times match those in a host's log.

export const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
export const DAY_AND_HOUR = { day: "numeric", month: "short", ...HOUR } as const;
export const WEEKDAY_AND_HOUR = { weekday: "short", ...DAY_AND_HOUR } as const;
export const DATE_AND_HOUR = { ...DAY_AND_HOUR, year: "numeric" } as const;
export const MOMENT = { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" } as const;
export const SECOND = { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" } as const;
