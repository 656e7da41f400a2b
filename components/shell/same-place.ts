/** A shop's tabs share its head, which stays where it is. */
const SHOP = /^\/m\/[^/]+\/integrations\/(?!connect(\/|$))[^/]+/;

const placeOf = (pathname: string): string => SHOP.exec(pathname)?.[0] ?? pathname;

export const isSamePlace = (from: string, to: string): boolean => placeOf(from) === placeOf(to);
