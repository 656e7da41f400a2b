import type { Cause } from "@/lib/check/result";

const rankOf = ({ affects }: Pick<Cause, "affects">): number => (affects.includes("orders_in") ? 0 : affects.length > 0 ? 1 : 2);

/**
 * Causes in the order in which they hurt, each with its place in the result: what keeps orders away, what keeps the news of parcels away, what
 * costs nothing today. Among equals the lowest layer stays first.
 */
export const byEffect = (causes: readonly Cause[]): { cause: Cause; index: number }[] =>
  causes.map((cause, index) => ({ cause, index })).sort((a, b) => rankOf(a.cause) - rankOf(b.cause));
