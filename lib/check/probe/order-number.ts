/** No shop counts this far, so nothing has this number; some firewalls refuse it because it looks made up. */
const IMPOSSIBLE = /99999999([89])(?=[/?]|$)/;

/** An order may have it: with a key it is requested only once the shop has said without one that nothing is there. */
export const PLAUSIBLE_NUMBER = 7_315_842;

/** The same path with the number that this shop's firewall lets through; `null` leaves it as it is. */
export const withNumber = (path: string, number: number | null): string =>
  number === null ? path : path.replace(IMPOSSIBLE, (_whole, digit: string) => String(number - (9 - Number(digit))));

/** A path as people look for it: without its query and the number that the check made up. */
export const withoutNumber = (path: string): string =>
  (path.split("?")[0] ?? path).replace(new RegExp(`/(?:${IMPOSSIBLE.source}|${PLAUSIBLE_NUMBER})$`), "");
