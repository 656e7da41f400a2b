import type { ReadableOrder, UnreadableOrder } from "@/lib/connectors/shop";
import { readListed, secondAround } from "@/lib/sync/engine/older-versions";
import type { SyncPorts } from "@/lib/sync/engine/ports";

/** By id, a shop may return an order that it neither lists nor counts (e.g. in the bin). An order that it counts is only hidden by a plugin. */
export async function findListed(
  { shop, store }: SyncPorts,
  order: ReadableOrder | UnreadableOrder,
  search: { requests: number },
): Promise<"listed" | "not_listed" | "unknown"> {
  const { externalId, modifiedAt } = order;
  if (!modifiedAt || search.requests <= 0) return "unknown";
  search.requests -= 2;
  const listed = await readListed(shop, { externalId, modifiedAt });
  if (!listed.ok) return "unknown";
  if (listed.value) return "listed";
  const second = secondAround(modifiedAt);
  const counted = await shop.countOrders(second);
  if (!counted.ok) return "unknown";
  return (counted.value ?? 0) >= Math.max(1, await store.countStored(second, true)) ? "unknown" : "not_listed";
}
