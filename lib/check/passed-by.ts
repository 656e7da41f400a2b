import type { Cause, CheckResult } from "@/lib/check/result";

/** Value of the detail `passedBy`: WooCommerce over plain http reads the signature from the address, so a lost header costs nothing. */
export const SIGNED_ADDRESS = "signed_address";

const isPassedBy = ({ details }: Cause): boolean => details["passedBy"] === SIGNED_ADDRESS;

/**
 * A check as it counts for the connectors: what they get past stands in nobody's way. The experiment itself tells what a server does to a
 * request, whoever sends it.
 */
export function asConnectorsSee(result: CheckResult): CheckResult {
  if (!result.causes.some(isPassedBy)) return result;
  const causes = result.causes.map((cause) => (isPassedBy(cause) ? { ...cause, affects: [] } : cause));
  const readsOrders = result.verdict !== "blocked" || causes.every(({ affects }) => !affects.includes("orders_in"));
  return { ...result, causes, verdict: readsOrders && result.verdict === "blocked" ? "degraded" : result.verdict };
}
