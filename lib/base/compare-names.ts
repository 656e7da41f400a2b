// Rows are put in order by the server and again in the browser: the order may not hang on the language that either runs in. That of English is
// right for German, French, Dutch and Italian as well.
const collator = new Intl.Collator("en");

/** Order of names, the same wherever it is asked for. */
export const compareNames = (a: string, b: string): number => collator.compare(a, b);

/** Order of texts that no language decides: ids, instants in ISO 8601. */
export const compareCodes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
