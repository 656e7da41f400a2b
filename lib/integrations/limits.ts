/** Maximum length of an integration's name, for form and schema. */
export const MAX_NAME_LENGTH = 120;

export const MAX_AT_ONCE = 2_000;

/** Selectable sync intervals, in seconds. */
export const SYNC_INTERVALS_SECONDS = [300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400] as const;
export type SyncIntervalSeconds = (typeof SYNC_INTERVALS_SECONDS)[number];
