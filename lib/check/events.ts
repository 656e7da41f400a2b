import type { FoundCause } from "@/lib/check/found-causes";
import type { CheckResult } from "@/lib/check/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

export interface CheckFinished {
  scope: MerchantScope;
  integrationId: string;
  checkId: string;
  result: CheckResult;
  /** Every cause that refuses our requests, with what it concerns, even if the lanes go on another way. */
  causes: readonly FoundCause[];
}

export const checkFinished = defineEvent<CheckFinished>("check_finished");
