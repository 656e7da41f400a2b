import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

/** A parcel is not sent to the shop again unless a user asks for it. */
export const parcelFailed = defineEvent<{ scope: MerchantScope; integrationId: string; shipmentId: string; failure: string }>(
  "parcel_failed",
);

/** A parcel that a member must assign, since its order number matches several orders. */
export const parcelUnassigned = defineEvent<{
  scope: MerchantScope;
  integrationId: string;
  parcel: { parcel: string; order: string; number: string };
}>("parcel_unassigned");
