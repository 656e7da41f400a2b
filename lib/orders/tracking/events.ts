import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

/** A parcel that only a member can assign: several orders go by the number that its carrier gave. */
export const parcelUnassigned = defineEvent<{
  scope: MerchantScope;
  integrationId: string;
  parcel: { parcel: string; order: string; number: string };
}>("parcel_unassigned");
