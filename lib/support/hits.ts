/** Results per kind that a search shows; adding words narrows it. */
export const HITS_SHOWN = 12;

/** Kinds of search results, in display order. */
export const HIT_KINDS = ["merchant", "member", "shop", "order", "parcel"] as const;
export type HitKind = (typeof HIT_KINDS)[number];
