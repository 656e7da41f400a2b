import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";

export interface FallbackStarted {
  scope: MerchantScope;
  integrationId: string;
  shopSystem: ShopSystem;
}

/** Writes of a shop are sent as POST from now on. */
export const fallbackStarted = defineEvent<FallbackStarted>("fallback_started");
