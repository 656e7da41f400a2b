import type { Source } from "@/lib/check/probe/observation";

export interface Visitor {
  source: Source;
  userAgent: string;
}

export const isSame = (a: Visitor, b: Visitor): boolean => a.source === b.source && a.userAgent === b.userAgent;

/** The visitor that differs in both fields. */
export const oppositeOf = ({ source, userAgent }: Visitor, first: Visitor, other: Visitor): Visitor => ({
  source: source === first.source ? other.source : first.source,
  userAgent: userAgent === first.userAgent ? other.userAgent : first.userAgent,
});
