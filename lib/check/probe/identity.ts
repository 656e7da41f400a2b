import type { Source } from "@/lib/check/probe/observation";

export interface Identity {
  source: Source;
  userAgent: string;
}

export const isSame = (a: Identity, b: Identity): boolean => a.source === b.source && a.userAgent === b.userAgent;

/** The identity that differs in both fields. */
export const oppositeOf = ({ source, userAgent }: Identity, first: Identity, other: Identity): Identity => ({
  source: source === first.source ? other.source : first.source,
  userAgent: userAgent === first.userAgent ? other.userAgent : first.userAgent,
});
