import type { Ending } from "@/lib/health/endings/ending";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

export interface EndingNear {
  scope: MerchantScope;
  integrationId: string;
  ending: Ending;
}

/** Something of a shop ends soon, at a step that members were not notified of. */
export const endingNear = defineEvent<EndingNear>("ending_near");

/** The shop shows a certificate that ends later than the one that was to end soon. */
export const certificateRenewed = defineEvent<Pick<EndingNear, "scope" | "integrationId">>("certificate_renewed");
