/** Mild ones first: what counts refusals should see the ordinary requests before them. */
export const METHODS = ["POST", "OPTIONS", "PATCH", "DELETE"] as const;
/** In the order in which servers refuse them most. */
export const OFTEN_REFUSED = ["PATCH", "DELETE", "OPTIONS", "POST"] as const;
const WORTH_MOST = ["PATCH", "DELETE", "POST", "OPTIONS"] as const;

/** Asked as the two pairs of User-Agent and address that the others are not asked as, and one of the methods that servers refuse together each. */
export const CROSSED: ReadonlySet<string> = new Set(["OPTIONS", "DELETE"]);

/** At most so many methods that are worth a second request, without one that is asked in another way. */
export const worthMost = (atMost: number, spared: string | null): readonly string[] =>
  WORTH_MOST.filter((method) => method !== spared).slice(0, Math.max(0, atMost));

/** At most so many methods that are not among these. */
export const othersThan = (methods: readonly string[], atMost: number): readonly string[] =>
  WORTH_MOST.filter((method) => !methods.includes(method)).slice(0, Math.max(0, atMost));

/** What each of many addresses is asked, in turn: the method that servers refuse most, and one of the others. */
const SHARES = [
  ["PATCH", "OPTIONS"],
  ["PATCH", "DELETE"],
  ["PATCH", "POST"],
] as const;
/** Methods of a share. */
export const SHARE = 2;

export const shareOf = (index: number): readonly string[] => SHARES[index % SHARES.length] ?? METHODS;
