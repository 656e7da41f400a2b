import { ok, type Result, refuse } from "@/lib/base/result";
import { requestCheck } from "@/lib/check/mutations";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { quotaSpent, type Refusal } from "@/lib/identity/auth/action";
import { requestRefresh } from "@/lib/sync/mutations";

/** The next steps that staff do without opening the merchant: both only ask the shop. */
export const TRIED_STEPS = ["refresh", "test_again"] as const;

export type TriedStep = { kind: "started" } | { kind: "too_soon"; retryAfterSeconds: number };

export async function tryStep(
  scope: MerchantScope,
  { integrationId, act }: { integrationId: string; act: (typeof TRIED_STEPS)[number] },
): Promise<Result<TriedStep, Refusal>> {
  const asked =
    act === "refresh" ? await requestRefresh(scope, { integrationId }) : await requestCheck(scope, { integrationId, trigger: "manual" });
  if (asked.ok) return ok({ kind: "started" });
  const { reason } = asked;
  switch (reason.code) {
    case "too_soon":
      return ok({ kind: "too_soon", retryAfterSeconds: reason.retryAfterSeconds });
    case "quota_spent":
      return refuse(quotaSpent(reason.retryAfterSeconds));
    default:
      return refuse(reason.code);
  }
}
