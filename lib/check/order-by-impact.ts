import type { Cause } from "@/lib/check/result";

const rankOf = ({ affects }: Pick<Cause, "affects">): number => (affects.includes("orders_in") ? 0 : affects.length > 0 ? 1 : 2);

/** Causes by impact, each with its index in the result: those that stop orders, then tracking, then nothing. Stable within a rank. */
export const orderByImpact = (causes: readonly Cause[]): { cause: Cause; index: number }[] =>
  causes.map((cause, index) => ({ cause, index })).sort((a, b) => rankOf(a.cause) - rankOf(b.cause));
