import { randomUUID } from "node:crypto";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { type MerchantScope, memberScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { createIntegration } from "@/lib/integrations/mutations";

export interface ConnectedShop {
  /** The scope of Ada, a member of the merchant. */
  scope: MerchantScope;
  integrationId: string;
}

export interface ShopToConnect {
  /** An existing merchant; a new one by default. */
  merchantId?: string;
  shopSystem?: ShopSystem;
  baseUrl?: string;
  credentials?: Record<string, string> | null;
}

/** For tests: a merchant with its member Ada and one connected shop, created by the product's own functions; no sync is due. */
export async function connectShop(shop: ShopToConnect = {}): Promise<ConnectedShop> {
  const merchantId = shop.merchantId ?? randomUUID();
  const personId = randomUUID();
  const scope = await inPlatform(async (tx) => {
    if (!shop.merchantId) await tx.merchant.create({ data: { id: merchantId, name: "Bloemen" } });
    await tx.person.create({ data: { id: personId, email: `${personId}@shop.example`, name: "Ada", passwordHash: "-" } });
    await tx.membership.create({ data: { merchantId, personId, role: "owner" } });
    return memberScope(sqlWithin(tx), { personId, name: "Ada", email: "", isStaff: false }, merchantId);
  });
  if (!scope) throw new Error("Ada is no member.");
  const credentials = shop.credentials === undefined ? { consumerKey: "ck_test", consumerSecret: "cs_test" } : shop.credentials;
  const input = {
    name: "Bloemen",
    shopSystem: shop.shopSystem ?? "woocommerce",
    baseUrl: shop.baseUrl ?? `https://${randomUUID()}.example`,
  };
  const created = await createIntegration(scope, input, credentials);
  if (!created.ok) throw new Error(created.reason);
  const { integrationId } = created.value;
  await inPlatform((tx) => tx.lane.updateMany({ where: { integrationId }, data: { nextSyncAt: null } }));
  return { scope, integrationId };
}
