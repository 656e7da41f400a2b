import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";

/**
 * Locks a shop's row until the commit. Lock order against deadlocks: run, shop, lanes, orders and shipments.
 * @returns whether the merchant has that shop
 */
export const lockShop = async (tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<boolean> =>
  (
    await tx.$queryRaw<unknown[]>`
    select 1 from integration where merchant_id = ${merchantId}::uuid and id = ${integrationId}::uuid for no key update`
  ).length > 0;
