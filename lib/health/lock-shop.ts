import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";

/**
 * Holds a shop's row until the commit. Whoever changes several rows of a shop takes them in one order: the shop, its lanes, its orders and parcels; a
 * run, whose worker writes only while it holds it, comes before the shop. Two who took them in different orders would wait for each other.
 */
export const lockShop = (tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<unknown> =>
  tx.$queryRaw`select 1 from integration where merchant_id = ${merchantId}::uuid and id = ${integrationId}::uuid for no key update`;
