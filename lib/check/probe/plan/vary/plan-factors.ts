import type { Cell, Evidence } from "@/lib/check/probe/findings";
import { passed, type Source } from "@/lib/check/probe/observation";
import { METHODS } from "@/lib/check/probe/plan/send/requests";
import { HEALTHY_HEADER_TEST, HEALTHY_KEY_TEST, HEALTHY_REQUESTS, RESERVED } from "@/lib/check/probe/plan/send/reserved";
import type { CheckSetup } from "@/lib/check/probe/plan/send/send";
import { isSame, type Visitor } from "@/lib/check/probe/visitor";
import type { Probe } from "@/lib/check/result";

// Pure: decides which visitors and how many methods come next, within the budget.

/** Most often refused first. */
export const OFTEN_REFUSED = ["PATCH", "DELETE", "OPTIONS", "POST"] as const;
const WORTH_MOST = ["PATCH", "DELETE", "POST", "OPTIONS"] as const;

/** Sent as the two pairs that the other methods do not cover; rules often refuse each of them together with another method. */
export const CROSSED: ReadonlySet<string> = new Set(["OPTIONS", "DELETE"]);

export const worthMost = (atMost: number, spared: string | null): readonly string[] =>
  WORTH_MOST.filter((method) => method !== spared).slice(0, Math.max(0, atMost));

const othersThan = (methods: readonly string[], atMost: number): readonly string[] =>
  WORTH_MOST.filter((method) => !methods.includes(method)).slice(0, Math.max(0, atMost));

/** The methods of each of many addresses, in turn: the most often refused one, and another. */
const SHARES = [
  ["PATCH", "OPTIONS"],
  ["PATCH", "DELETE"],
  ["PATCH", "POST"],
] as const;
export const SHARE = 2;

const shareOf = (index: number): readonly string[] => SHARES[index % SHARES.length] ?? METHODS;

type Setup = Pick<CheckSetup, "agents" | "egress" | "withKey">;
type Known = Pick<Evidence, "matrix">;

export const FIRST_ROUND = 5;
const REQUESTS_OF_ADDRESS = SHARE + 1;
export const reserveOf = ({ withKey }: Pick<Setup, "withKey">): number => (withKey ? RESERVED.headerAndKeyTest : RESERVED.headerTest);

export function firstVisitor({ agents }: Setup, { matrix }: Known, anchor: Cell): Visitor {
  const userAgent = agents.find((agent) => matrix.passes({ ...anchor, userAgent: agent })) ?? anchor.userAgent;
  return { source: anchor.source, userAgent };
}

/** After a refusal: differs from the first visitor in each part whose alternative passes. */
export function secondVisitor({ agents, egress }: Setup, { matrix }: Known, anchor: Cell, first: Visitor): Visitor {
  const { userAgent } = first;
  const otherAgent = agents.find((agent) => agent !== userAgent && matrix.passes({ ...anchor, userAgent: agent })) ?? userAgent;
  const isOther = (one: Source): boolean => one !== anchor.source && matrix.passes({ ...anchor, source: one, userAgent: otherAgent });
  return { source: egress.find(isOther) ?? anchor.source, userAgent: otherAgent };
}

/** How many methods may be sent twice: a healthy shop receives at most twelve requests. */
export function roomForSecondRound({ egress, withKey }: Setup, { matrix }: Known, requests: number): number {
  if (egress.length > 2 || matrix.entries().some(({ observation }) => !passed(observation))) return METHODS.length;
  return HEALTHY_REQUESTS - requests - (withKey ? HEALTHY_KEY_TEST : HEALTHY_HEADER_TEST);
}

/** The methods of one of many addresses, and further ones if the budget allows that for all addresses. */
export function methodsOfMany(
  index: number,
  addressesLeft: number,
  requestsLeft: number,
): { share: readonly string[]; further: readonly string[] } {
  const share = shareOf(index);
  const left = requestsLeft - SHARE - REQUESTS_OF_ADDRESS * addressesLeft - RESERVED.headerTest;
  return { share, further: othersThan(share, Math.floor(left / (addressesLeft + 1))) };
}

/** The visitor of a crossed method; null to use that of the other methods. */
export function crossedVisitor(
  { agents, egress, withKey, optionsAsSecond }: Setup & Pick<CheckSetup, "optionsAsSecond">,
  { matrix, server }: Pick<Evidence, "matrix" | "server">,
  anchor: Cell,
  method: string,
  { other, isBackingOff }: { other: Visitor | null; isBackingOff: boolean },
): Visitor | null {
  if (withKey && method === "OPTIONS") {
    // The header test, which would use this pair, is skipped.
    if (server.substitutedPage && other) return { source: other.source, userAgent: anchor.userAgent };
    return optionsAsSecond && !isBackingOff ? other : null;
  }
  const agent = agents.find((one) => one !== anchor.userAgent);
  const isOpen = agent && egress.some((source) => matrix.passes({ ...anchor, source, userAgent: agent }));
  return isOpen && egress.length > 1 && !isBackingOff ? { source: anchor.source, userAgent: agent } : null;
}

/** The unused pairs of two addresses and two User-Agents. The header test gets a pair that only OPTIONS used. */
export function findUnseen(
  { withKey }: Pick<Setup, "withKey">,
  { matrix }: Known,
  asked: readonly Cell[],
  anchor: Cell,
  other: Visitor,
): Visitor[] {
  if (other.source === anchor.source || other.userAgent === anchor.userAgent) return [];
  const beside = { source: anchor.source, userAgent: other.userAgent };
  const across = { source: other.source, userAgent: anchor.userAgent };
  const isAskedAs = (visitor: Visitor): boolean => asked.some((one) => isSame(one, visitor));
  const unseen = [...(matrix.get({ ...anchor, ...beside }) ? [] : [beside]), ...(isAskedAs(across) ? [] : [across])];
  // Without a key only the header test follows, so it gets an unused pair.
  return withKey ? unseen : unseen.toReversed();
}

/** With a key, OPTIONS is sent once: as the visitor that was last refused, else as the one that the previous check did not use. */
export function asksOptionsAsSecond(before: readonly Probe[], firstName: string): boolean {
  const asked = before.filter(({ method, source }) => method === "OPTIONS" && source !== "control");
  const refused = asked.find(({ passed }) => !passed);
  if (refused) return refused.userAgent !== firstName;
  return asked[0]?.userAgent === firstName;
}
