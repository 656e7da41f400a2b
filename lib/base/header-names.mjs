// What the server around Next and the pages tell each other by. No TypeScript: Node's compiler would take 17 MB of each process that answers.

/** The request header in which scripts/page-headers.mjs tells pages their own path and query; whatever a browser sends under this name is overwritten. */
export const PATH_HEADER = "x-mooring-path";

/** Set by the proxy alone for the pages behind a report's link: the language they are in. */
export const REPORT_LOCALE_HEADER = "x-mooring-report-locale";

/** Names the merchant last worked for in this browser. */
export const LAST_MERCHANT_COOKIE = "mooring-merchant";
