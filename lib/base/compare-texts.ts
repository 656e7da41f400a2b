/**
 * The order of names, ids and instants. Rows are put in order by the server and again in the browser: it may not hang on the language that either
 * runs in. That of English is right for German, French, Dutch and Italian as well.
 */
export const compareTexts = new Intl.Collator("en").compare;
