/** Periods in days; 0 keeps orders. */
export const RETENTION_DAYS = [0, 30, 90, 180, 365, 730, 1095, 2555, 3650] as const;
