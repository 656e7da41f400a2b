import { DAY_MS } from "@/lib/base/units";
import type { OrderWindow } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { watchBreakdowns } from "@/lib/sync/engine/fetch-each";
import { readListed } from "@/lib/sync/engine/older-versions";
import type { Anchor } from "@/lib/sync/engine/plan";
import type { SyncPorts } from "@/lib/sync/engine/ports";
import { compareIds } from "@/lib/sync/engine/reconcile-counts";

/** Spans to search, one after another, until the counts agree. */
const SPANS_IN_DAYS = [2, 8, 32, 180] as const;

/** If exceeded, the next run misses the same anchor and continues. */
const BUDGET_REQUESTS = 120;

/**
 * Handles a missed anchor: the shop may have been restored from a backup, which moves orders back to earlier times without changing their
 * number. Compares orders one by one as far back as the counts differ.
 */
export async function searchBackdatedOrders(
  ports: SyncPorts,
  anchor: Anchor,
  { from: importFrom, to, placedFrom = null }: OrderWindow,
): Promise<RunFailure | null> {
  const { shop, store } = ports;
  const found = await shop.fetchOrder(anchor.externalId);
  // The count check finds missing orders.
  if (!found.ok) return (await watchBreakdowns(shop, 1).judge(found.failure)) === "of_the_shop" ? found.failure : null;
  const { value } = found;
  // Deleted: left to the count check.
  if (!value?.modifiedAt) return null;
  const modifiedAt = value.modifiedAt;
  const isOlder = modifiedAt < anchor.modifiedAt;
  const isAnotherOne = "placedAt" in value && value.placedAt.getTime() !== anchor.placedAt.getTime();
  // Changed during pagination: the next run reads it.
  if (!isOlder && !isAnotherOne) return null;
  const listed = await readListed(shop, { externalId: anchor.externalId, modifiedAt });
  if (!listed.ok) return listed.failure;
  // In the bin or hidden: left to the count check.
  if (!listed.value) return null;
  const heldSince = Math.min(modifiedAt.getTime(), to.getTime());
  const spans = SPANS_IN_DAYS.map((days) => new Date(to.getTime() - days * DAY_MS)).filter((from) => !importFrom || from > importFrom);
  for (const from of [...spans, importFrom]) {
    if (from && from.getTime() > heldSince) continue;
    const window = { from, to, placedFrom };
    const counted = await shop.countOrders(window);
    if (!counted.ok) return counted.failure;
    const isWhole = from === importFrom;
    if (!isWhole && counted.value !== null && counted.value !== (await store.countStored(window, true))) continue;
    return compareIds(ports, window, { requests: BUDGET_REQUESTS });
  }
  return null;
}
