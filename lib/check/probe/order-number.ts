/** No shop has this number, but some firewalls refuse it as made up. */
const IMPOSSIBLE = /99999999([89])(?=[/?]|$)/;

/** An order may have this number: it is requested with a key only after a request without one found no such order. */
export const PLAUSIBLE_NUMBER = 7_315_842;

/** `null` keeps the path. */
export const withNumber = (path: string, number: number | null): string =>
  number === null ? path : path.replace(IMPOSSIBLE, (_whole, digit: string) => String(number - (9 - Number(digit))));

/** Without the query and the made-up number. */
export const withoutNumber = (path: string): string =>
  (path.split("?")[0] ?? path).replace(new RegExp(`/(?:${IMPOSSIBLE.source}|${PLAUSIBLE_NUMBER})$`), "");
