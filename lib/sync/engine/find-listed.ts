import type { ReadableOrder, ShopResult, UnreadableOrder } from "@/lib/connectors/shop";
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

/** More statuses than this are not asked about in one run. */
const MAX_STATUSES = 15;

/**
 * Ids of our orders whose status the shop neither lists nor counts, as that of a plugin that is switched off: it returns the newest and the
 * oldest of each such status by its id, with that status. They make no shop look empty.
 */
export async function findOfUnlistedStatuses(ports: SyncPorts): Promise<ShopResult<ReadonlySet<string>>> {
  const { shop, store } = ports;
  if (shop.listsEveryOrder) return { ok: true, value: new Set() };
  const unlisted: string[] = [];
  for (const { status, samples } of (await store.listStatusSamples()).slice(0, MAX_STATUSES)) {
    let isListed = false;
    for (const externalId of samples) {
      const answer = await shop.fetchOrder(externalId);
      if (!answer.ok) return answer;
      const order = answer.value;
      isListed = order === null || "error" in order || order.status !== status;
      isListed ||= order !== null && (await findListed(ports, order, { requests: 2 })) !== "not_listed";
      if (isListed) break;
    }
    if (!isListed) unlisted.push(status);
  }
  return { ok: true, value: new Set(unlisted.length > 0 ? await store.listIdsOfStatuses(unlisted) : []) };
}
