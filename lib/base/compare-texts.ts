/**
 * The order of names. Rows are put in order by the server and again in the browser: it may not hang on the language that either runs in. That of
 * English is right for German, French, Dutch and Italian as well. (An `Intl.Collator` of our own would be made as a page begins, which costs a slow
 * device 25 ms, also where no names are compared.)
 */
export const compareTexts = (a: string, b: string): number => a.localeCompare(b, "en");

/** The order of ids and of instants as ISO 8601 writes them. */
export const compareCodes = (a: string, b: string): number => Number(a > b) - Number(a < b);
