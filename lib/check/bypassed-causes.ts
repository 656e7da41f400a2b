import type { Cause, CheckResult } from "@/lib/check/result";

/** Value of the detail `passedBy`: over plain http WooCommerce reads the signature from the URL, so a stripped header does no harm. */
export const SIGNED_ADDRESS = "signed_address";

const isBypassed = ({ details }: Cause): boolean => details["passedBy"] === SIGNED_ADDRESS;

/** Clears the lanes of causes that our connectors bypass, and adjusts the verdict. */
export function discountBypassedCauses(result: CheckResult): CheckResult {
  if (!result.causes.some(isBypassed)) return result;
  const causes = result.causes.map((cause) => (isBypassed(cause) ? { ...cause, affects: [] } : cause));
  const readsOrders = result.verdict !== "blocked" || causes.every(({ affects }) => !affects.includes("orders_in"));
  return { ...result, causes, verdict: readsOrders && result.verdict === "blocked" ? "degraded" : result.verdict };
}
