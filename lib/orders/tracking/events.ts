import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

/** A parcel that a member must assign, since its order number matches several orders. */
export const parcelUnassigned = defineEvent<{
  scope: MerchantScope;
  integrationId: string;
  parcel: { parcel: string; order: string; number: string };
}>("parcel_unassigned");
