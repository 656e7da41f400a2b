/** Selectable validity of a link, in days. */
export const REPORT_DAYS = [7, 30, 90] as const;
export const DEFAULT_REPORT_DAYS = 30;
export const MAX_SHOWN_NAME_LENGTH = 120;
