import { connectorFor } from "@/lib/connectors/registry";
import { type StoredShop, unlockShop } from "@/lib/health/open-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";

/** Secrets that sign the shop's deliveries and are part of its stored credentials. */
export function ownSecretsOf(scope: MerchantScope, row: StoredShop, integrationId: string): readonly string[] {
  const shop = unlockShop(scope, row, integrationId);
  if (!shop?.ok || shop.facts.credentials === null) return [];
  return connectorFor(shop.facts.shopSystem).orderWebhooks?.ownSecrets?.(shop.facts.credentials) ?? [];
}

export const OWN_SECRETS_SELECT = { baseUrl: true, shopSystem: true, credentials: true, credentialsKeyId: true } as const;
