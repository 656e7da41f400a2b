import { z } from "zod";
import { ok } from "@/lib/base/result";
import type { MagentoShop } from "@/lib/connectors/magento/client";
import { askForCount, askForList } from "@/lib/connectors/magento/orders";
import { mayBeOneOrder } from "@/lib/connectors/records/breakdowns";
import type { ShopResult, ShopStatus } from "@/lib/connectors/shop";

/** Statuses that every Magento has. */
const USUAL = ["pending", "pending_payment", "payment_review", "processing", "holded", "complete", "closed", "canceled", "fraud"];

const NEWEST = 100;
const MOST = 20;

const itemSchema = z.object({ status: z.string().min(1) });

/** Magento's API lists no statuses: the usual ones and those of the newest orders are counted one by one. */
export async function listMagentoStatuses(shop: MagentoShop): Promise<ShopResult<ShopStatus[]>> {
  const newest = await askForList(shop, {
    ...{ filters: [], sort: ["entity_id"], direction: "DESC", pageSize: NEWEST, fields: "items[status],total_count" },
  });
  if (!newest.ok && !mayBeOneOrder(newest.failure)) return newest;
  // One of the newest orders may break the shop down.
  const found = (newest.ok ? newest.raws : []).flatMap((item) => itemSchema.safeParse(item).data?.status ?? []);
  const statuses: ShopStatus[] = [];
  for (const status of [...new Set([...USUAL, ...found])].slice(0, MOST)) {
    const filters = [{ field: "status", value: status, condition: "eq" as const }];
    const counted = await askForCount(shop, filters);
    if (!counted.ok) return counted;
    statuses.push({ status, name: null, orders: counted.value });
  }
  return ok(statuses);
}
