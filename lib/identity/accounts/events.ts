import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

export interface MemberLeft {
  /** The scope of the person who left or of the one who removed them. */
  scope: MerchantScope;
  personId: string;
}

export const memberLeft = defineEvent<MemberLeft>("member-left");
