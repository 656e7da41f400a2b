import type { CheckResult } from "@/lib/check/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

export const checkFinished = defineEvent<{ scope: MerchantScope; integrationId: string; result: CheckResult }>("check_finished");
