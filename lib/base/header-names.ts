/** The request header in which proxy.ts passes path and query to pages. */
export const PATH_HEADER = "x-mooring-path";

/** The request header in which proxy.ts passes the language of a report to its pages. */
export const REPORT_LOCALE_HEADER = "x-mooring-report-locale";

/** The cookie with the id of the merchant that this browser last worked for. */
export const LAST_MERCHANT_COOKIE = "mooring-merchant";
