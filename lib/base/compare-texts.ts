/** Sorts names identically on server and browser. A shared `Intl.Collator` would delay every page load, since it is slow to construct. */
export const compareTexts = (a: string, b: string): number => a.localeCompare(b, "en");

/** Compares ids, or instants in ISO 8601. */
export const compareCodes = (a: string, b: string): number => Number(a > b) - Number(a < b);
