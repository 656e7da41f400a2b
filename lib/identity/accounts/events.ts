import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

export interface WriteAccessEnded {
  /** The scope of the person who left, or of the one who removed them or made them a viewer. */
  scope: MerchantScope;
  personId: string;
}

export const writeAccessEnded = defineEvent<WriteAccessEnded>("write-access-ended");

/** An owner has withdrawn all consents to staff managing members and API tokens. `tx` is a platform transaction. */
export const consentWithdrawn = defineEvent<{ scope: MerchantScope }>("consent-withdrawn");
