import { isPlatform, type Platform } from "@/lib/connectors/platforms";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { shownSince } from "@/lib/sync/engine/plan";

/** A night reads so many open orders of a shop; those that waited longest come first, so that the next night goes on behind them. */
const MOST_OPEN_ORDERS = 500;
/** What is still open after so long is no order that a parcel waits for. */
const OPEN_FOR_DAYS = 180;

interface Closed {
  /** Where the state stands: in our own column, or in the shop's record where ours holds words of the shop's language. */
  field: "status" | "state" | "current_state";
  /** What ends an order; every other word, also one of the shop's own making, counts as open. */
  values: readonly string[];
}

const CLOSED: Record<Platform, Closed> = {
  woocommerce: { field: "status", values: ["completed", "cancelled", "refunded", "failed", "trash"] },
  magento: { field: "state", values: ["complete", "closed", "canceled"] },
  // The states of a new PrestaShop: delivered, cancelled, refunded, payment error.
  prestashop: { field: "current_state", values: ["5", "6", "7", "8"] },
  shopify: { field: "status", values: ["FULFILLED", "CANCELLED"] },
};

/** The shop's ids of the open orders that were read again longest ago. */
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

/** Remembers that these orders were read again. */
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
