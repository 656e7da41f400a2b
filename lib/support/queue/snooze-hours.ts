/** Selectable lengths of a snooze. */
export const SNOOZE_HOURS = [4, 24, 48, 72, 168] as const;
export type SnoozeHours = (typeof SNOOZE_HOURS)[number];
