/** The request header in which proxy.ts gives pages their own path and query. */
export const PATH_HEADER = "x-mooring-path";

/** Set by proxy.ts for the pages of a report: the language they are in. */
export const REPORT_LOCALE_HEADER = "x-mooring-report-locale";

/** Names the merchant last worked for in this browser. */
export const LAST_MERCHANT_COOKIE = "mooring-merchant";
