import type { CheckResult } from "@/lib/check/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

/** A check ended with a result. */
export const checkFinished = defineEvent<{ scope: MerchantScope; integrationId: string; result: CheckResult }>("check_finished");
