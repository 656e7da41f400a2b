import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Identity, isSame } from "@/lib/check/probe/identity";
import { passed, type Source } from "@/lib/check/probe/observation";
import { METHODS, othersThan, SHARE, shareOf } from "@/lib/check/probe/plan/plan-methods";
import type { CheckSetup } from "@/lib/check/probe/plan/questions";
import type { Probe } from "@/lib/check/result";

// Pure: which identities and how many methods are asked next, from what is known and what is left of the budget.

type Setup = Pick<CheckSetup, "agents" | "egress" | "withKey">;
type Known = Pick<Findings, "matrix">;

const HEALTHY_REQUESTS = 12;
/** The header, reading and writing. */
export const ENOUGH_FOR_KEYS = 3;
/** Requests of the first round. */
export const FIRST_ROUND = 5;
/** What one of many addresses costs: its share of the methods, and the root. */
const COST_OF_ONE = SHARE + 1;
/** More addresses than these cannot be asked all methods each. */
const FEW_ADDRESSES = 3;

export const isManyAddresses = ({ egress }: Pick<Setup, "egress">): boolean => egress.length > FEW_ADDRESSES;

/** What the header takes where it is lost, and a key that does not work. */
export const reserveOf = ({ withKey }: Pick<Setup, "withKey">): number => (withKey ? 2 * ENOUGH_FOR_KEYS : ENOUGH_FOR_KEYS);

/** The first identity of the methods: at the anchor, under one of our User-Agents where one passes. */
export function firstIdentity({ agents }: Setup, { matrix }: Known, anchor: Cell): Identity {
  const userAgent = agents.find((agent) => matrix.passes({ ...anchor, userAgent: agent })) ?? anchor.userAgent;
  return { source: anchor.source, userAgent };
}

/** After a refusal: the identity that differs from the first in as much as passes. */
export function secondIdentity({ agents, egress }: Setup, { matrix }: Known, anchor: Cell, first: Identity): Identity {
  const { userAgent } = first;
  const name = agents.find((agent) => agent !== userAgent && matrix.passes({ ...anchor, userAgent: agent })) ?? userAgent;
  const isOther = (one: Source): boolean => one !== anchor.source && matrix.passes({ ...anchor, source: one, userAgent: name });
  return { source: egress.find(isOther) ?? anchor.source, userAgent: name };
}

/** How many methods may be asked twice after so many other requests: a healthy shop is asked twelve things at most. */
export function roomForSecondRound({ egress, withKey }: Setup, { matrix }: Known, requests: number): number {
  if (egress.length > 2 || matrix.entries().some(({ observation }) => !passed(observation))) return METHODS.length;
  return HEALTHY_REQUESTS - requests - (withKey ? ENOUGH_FOR_KEYS : 1);
}

/** The methods of one of many addresses, and which more it may be asked of what is left once every address has had its share. */
export function methodsOfMany(
  index: number,
  addressesLeft: number,
  requestsLeft: number,
): { share: readonly string[]; further: readonly string[] } {
  const share = shareOf(index);
  const left = requestsLeft - SHARE - COST_OF_ONE * addressesLeft - ENOUGH_FOR_KEYS;
  return { share, further: othersThan(share, Math.floor(left / (addressesLeft + 1))) };
}

/** The identity of a method that is asked crosswise; null: that of the others. */
export function crossedIdentity(
  { agents, egress, withKey, optionsAsSecond }: Setup & Pick<CheckSetup, "optionsAsSecond">,
  { matrix, server }: Pick<Findings, "matrix" | "server">,
  anchor: Cell,
  method: string,
  { other, isBackingOff }: { other: Identity | null; isBackingOff: boolean },
): Identity | null {
  if (withKey && method === "OPTIONS") {
    // The header will not be tested, which would be asked as this pair (keys/test-header.ts).
    if (server.substitutedPage && other) return { source: other.source, userAgent: anchor.userAgent };
    return optionsAsSecond && !isBackingOff ? other : null;
  }
  const agent = agents.find((one) => one !== anchor.userAgent);
  const isOpen = agent && egress.some((source) => matrix.passes({ ...anchor, source, userAgent: agent }));
  return isOpen && egress.length > 1 && !isBackingOff ? { source: anchor.source, userAgent: agent } : null;
}

/** Of the four pairs of two addresses and two User-Agents those that nothing was asked as; the header is worth one that OPTIONS alone was asked as. */
export function findUnseen(
  { withKey }: Pick<Setup, "withKey">,
  { matrix }: Known,
  asked: readonly Cell[],
  anchor: Cell,
  other: Identity,
): Identity[] {
  if (other.source === anchor.source || other.userAgent === anchor.userAgent) return [];
  const beside = { source: anchor.source, userAgent: other.userAgent };
  const across = { source: other.source, userAgent: anchor.userAgent };
  const isAskedAs = (identity: Identity): boolean => asked.some((one) => isSame(one, identity));
  const unseen = [...(matrix.get({ ...anchor, ...beside }) ? [] : [beside]), ...(isAskedAs(across) ? [] : [across])];
  // Without a key only the header test follows: as an unused identity, rather than as that of OPTIONS.
  return withKey ? unseen : unseen.toReversed();
}

/**
 * With a key OPTIONS is sent once: as the identity that was refused in the check before, so that its cause stays until it is gone, else as the
 * other one than `before`, so that two checks cover both.
 */
export function asksOptionsAsSecond(before: readonly Probe[], firstName: string): boolean {
  const asked = before.filter(({ method, source }) => method === "OPTIONS" && source !== "control");
  const refused = asked.find(({ passed }) => !passed);
  if (refused) return refused.userAgent !== firstName;
  return asked[0]?.userAgent === firstName;
}
