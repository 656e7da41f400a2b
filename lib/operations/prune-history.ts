import { pruneChecks } from "@/lib/check/prune-checks";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { pruneIncidents } from "@/lib/incidents/prune-incidents";
import { pruneDeliveries, pruneNotes } from "@/lib/notify/prune-notes";
import { pruneAttachments } from "@/lib/operations/reports/answers/prune-attachments";
import { pruneEvents } from "@/lib/orders/tracking/prune-events";
import { compactNoopRuns } from "@/lib/sync/past-runs/compact-noop-runs";
import { pruneRuns } from "@/lib/sync/past-runs/prune-runs";

/**
 * Prunes the history of some shops, each four times a day: compacts no-op runs and deletes expired rows, a bounded number per table, in one
 * statement and transaction each. The next time continues. @returns how many shops were pruned
 */
export async function pruneHistory(scope: PlatformScope): Promise<number> {
  const shops = await compactNoopRuns(scope);
  if (shops.length === 0) return 0;
  for (const forget of [pruneRuns, pruneIncidents, pruneChecks, pruneDeliveries, pruneNotes, pruneEvents, pruneAttachments])
    await forget(shops);
  return shops.length;
}
