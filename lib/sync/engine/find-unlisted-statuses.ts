import type { ShopResult } from "@/lib/connectors/shop";
import { findListed } from "@/lib/sync/engine/find-listed";
import type { SyncPorts } from "@/lib/sync/engine/ports";

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
