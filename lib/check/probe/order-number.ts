/** No shop has this number; some firewalls refuse it as made up. */
const IMPOSSIBLE = /99999999([89])(?=[/?]|$)/;

/** An order may have it: with a key, it is requested only after the shop said without one that it does not exist. */
export const PLAUSIBLE_NUMBER = 7_315_842;

/** `null` leaves the path as it is. */
export const withNumber = (path: string, number: number | null): string =>
  number === null ? path : path.replace(IMPOSSIBLE, (_whole, digit: string) => String(number - (9 - Number(digit))));

/** Without query and made-up number. */
export const withoutNumber = (path: string): string =>
  (path.split("?")[0] ?? path).replace(new RegExp(`/(?:${IMPOSSIBLE.source}|${PLAUSIBLE_NUMBER})$`), "");
