import { hasTrait } from "@/lib/check/causes";
import type { Cause, Verdict } from "@/lib/check/result";

/** The first that fits, in the order of docs/check.md. `isAnswered`: an address that must get through got an HTTP answer. */
export function decideVerdict(causes: readonly Cause[], isAnswered: boolean, hasWorking: boolean): Verdict {
  if (causes.some(({ code }) => code === "target_not_allowed")) return "refused";
  if (!isAnswered) return "unreachable";
  if (!hasWorking || causes.some(({ code, affects }) => !hasTrait(code, "orders_readable") && affects.includes("orders_in")))
    return "blocked";
  return causes.length > 0 ? "degraded" : "healthy";
}
