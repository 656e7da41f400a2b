import type { CheckResult } from "@/lib/check/result";
import { canFallBack, hasMethodFallback } from "@/lib/connectors/http/method-fallback";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/**
 * `offered`: the newest check found blocked methods that tracking needs and POST can replace. `on`: in use. `no_longer_needed`: in use, but
 * no method is blocked any more.
 */
export interface FallbackView {
  state: "offered" | "on" | "no_longer_needed";
  methods: string[];
}

/** `found`: result of the newest check, regardless of what works by POST since. Null if there is nothing to show. */
export function fallbackView(
  { shopSystem, methodFallback }: { shopSystem: ShopSystem; methodFallback: boolean },
  found: CheckResult | null,
): FallbackView | null {
  if (!hasMethodFallback(shopSystem)) return null;
  const causes = found?.causes ?? [];
  const methods = [...new Set(causes.filter(({ code }) => code === "method_blocked").flatMap((cause) => cause.methods))];
  if (methodFallback) {
    // An unreachable shop says nothing about methods.
    const isClear = found?.verdict === "healthy" || (found?.verdict === "degraded" && methods.length === 0);
    return { state: isClear ? "no_longer_needed" : "on", methods };
  }
  const isNeeded = causes.some(({ code, affects }) => code === "method_blocked" && affects.includes("tracking_out"));
  return isNeeded && canFallBack(shopSystem, methods) ? { state: "offered", methods } : null;
}
