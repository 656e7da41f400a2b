import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import type { SharedReport } from "@/lib/infra/prisma-client/client";

/** Shops in one report beside the first. */
export const MAX_LED = 20;

/** The reports of other shops that this one's link shows, too, with their shops locked until the commit. */
export async function lockLed(tx: Transaction, scope: MerchantScope, reportId: string): Promise<SharedReport[]> {
  const led = await tx.sharedReport.findMany({
    where: { merchantId: scope.merchantId, leadId: reportId, revokedAt: null },
    orderBy: { integrationId: "asc" },
  });
  for (const { integrationId } of led) await lockShop(tx, scope, integrationId);
  return led;
}

/** Shops of the merchant in the network of this one whose newest check found one of the causes first. */
export function findAlike(tx: Transaction, { merchantId }: MerchantScope, integrationId: string, codes: readonly string[]) {
  return tx.$queryRaw<{ integrationId: string; name: string }[]>`
    select i.id as "integrationId", i.name from fleet_fact own
      join fleet_fact other on other.merchant_id = own.merchant_id and other.network = own.network and other.integration_id <> own.integration_id
      join integration i on i.merchant_id = other.merchant_id and i.id = other.integration_id
    where own.merchant_id = ${merchantId}::uuid and own.integration_id = ${integrationId}::uuid and other.cause = any(${codes as string[]}::text[])
    order by i.name, i.id limit ${MAX_LED}`;
}
