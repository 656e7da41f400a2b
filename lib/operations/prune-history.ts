import { pruneChecks } from "@/lib/check/prune-checks";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { pruneDeliveries, pruneNotes } from "@/lib/notify/prune-notes";
import { pruneEvents } from "@/lib/orders/tracking/prune-events";
import { compactNoopRuns } from "@/lib/sync/past-runs/compact-noop-runs";
import { pruneRuns } from "@/lib/sync/past-runs/prune-runs";

/**
 * Looks through the past of some shops, each four times a day: runs without news are folded, and what is no longer reported is deleted, a
 * bounded number of rows of each table by one statement in a transaction of its own. What is left over goes the next time. @returns how many shops were looked at
 */
export async function pruneHistory(scope: PlatformScope): Promise<number> {
  const shops = await compactNoopRuns(scope);
  if (shops.length === 0) return 0;
  for (const forget of [pruneRuns, pruneChecks, pruneDeliveries, pruneNotes, pruneEvents]) await forget(shops);
  return shops.length;
}
