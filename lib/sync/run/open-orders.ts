import { isPlatform, type Platform } from "@/lib/connectors/platforms";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { shownSince } from "@/lib/sync/engine/plan";

/** Open orders read per night, longest waiting first. */
const MOST_OPEN_ORDERS = 500;
/** Older open orders are not expected to ship. */
const OPEN_FOR_DAYS = 180;

interface Closed {
  /** The column with the state; the raw record where ours holds a translated status. */
  field: "status" | "state" | "current_state";
  /** Final states; every other value counts as open. */
  values: readonly string[];
}

const CLOSED: Record<Platform, Closed> = {
  woocommerce: { field: "status", values: ["completed", "cancelled", "refunded", "failed", "trash"] },
  magento: { field: "state", values: ["complete", "closed", "canceled"] },
  // The states of a new PrestaShop: delivered, cancelled, refunded, payment error.
  prestashop: { field: "current_state", values: ["5", "6", "7", "8"] },
  shopify: { field: "status", values: ["FULFILLED", "CANCELLED"] },
};

/** Ids of the open orders that were read longest ago. */
export async function listOpenOrders(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<string[]> {
  const { platform, historyDays } = await tx.integration.findUniqueOrThrow({
    where: { merchantId_id: { merchantId, id: integrationId } },
    select: { platform: true, historyDays: true },
  });
  if (!isPlatform(platform)) return [];
  const { field, values } = CLOSED[platform];
  const since = shownSince(historyDays, new Date());
  const rows = await tx.$queryRaw<{ external_id: string }[]>`
    select external_id from shop_order
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and removed_at is null
      and placed_at > now() - make_interval(days => ${OPEN_FOR_DAYS}) and (${since}::timestamptz is null or placed_at >= ${since})
      and coalesce(case when ${field}::text = 'status' then status else raw->>${field}::text end, '') <> all(${values}::text[])
    order by rescanned_at nulls first, placed_at desc, id limit ${MOST_OPEN_ORDERS}`;
  return rows.map((row) => row.external_id);
}

export async function recordRescanned(
  tx: Transaction,
  { merchantId }: MerchantScope,
  integrationId: string,
  externalIds: readonly string[],
): Promise<void> {
  await tx.order.updateMany({
    where: { merchantId, integrationId, externalId: { in: [...externalIds] } },
    data: { rescannedAt: new Date() },
  });
}
