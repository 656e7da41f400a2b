/** Selectable durations of an owner's consent that acting staff manage members and API tokens. */
export const CONSENT_DAYS = [1, 7, 30] as const;
