import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

export interface MemberLeft {
  /** Of the person who left, or who removed them. */
  scope: MerchantScope;
  personId: string;
}

/** A person is no longer a member of the merchant. */
export const memberLeft = defineEvent<MemberLeft>("member-left");
