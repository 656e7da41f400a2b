import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

export interface MemberLeft {
  /** The scope of the person who left or of the one who removed them. */
  scope: MerchantScope;
  personId: string;
}

export const memberLeft = defineEvent<MemberLeft>("member-left");

/** An owner has withdrawn all consents to staff managing members and API tokens. `tx` is a platform transaction. */
export const consentWithdrawn = defineEvent<{ scope: MerchantScope }>("consent-withdrawn");
