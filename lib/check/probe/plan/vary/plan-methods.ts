import { METHODS } from "@/lib/check/probe/plan/send/send";

/** Most often refused first. */
export const OFTEN_REFUSED = ["PATCH", "DELETE", "OPTIONS", "POST"] as const;
const WORTH_MOST = ["PATCH", "DELETE", "POST", "OPTIONS"] as const;

/** Sent as the two pairs that the other methods do not cover; rules often refuse each of them together with another method. */
export const CROSSED: ReadonlySet<string> = new Set(["OPTIONS", "DELETE"]);

export const worthMost = (atMost: number, spared: string | null): readonly string[] =>
  WORTH_MOST.filter((method) => method !== spared).slice(0, Math.max(0, atMost));

export const othersThan = (methods: readonly string[], atMost: number): readonly string[] =>
  WORTH_MOST.filter((method) => !methods.includes(method)).slice(0, Math.max(0, atMost));

/** The methods of each of many addresses, in turn: the most often refused one, and another. */
const SHARES = [
  ["PATCH", "OPTIONS"],
  ["PATCH", "DELETE"],
  ["PATCH", "POST"],
] as const;
export const SHARE = 2;

export const shareOf = (index: number): readonly string[] => SHARES[index % SHARES.length] ?? METHODS;
