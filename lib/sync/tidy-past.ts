import type { PlatformScope } from "@/lib/accounts/access";
import { forgetChecks } from "@/lib/checks/forget-checks";
import { forgetDeliveries, forgetNotes } from "@/lib/notifications/forget-notes";
import { foldQuietRuns } from "@/lib/sync/fold-quiet-runs";
import { forgetRuns } from "@/lib/sync/forget-runs";
import { forgetEvents } from "@/lib/tracking/forget-events";

/**
 * Looks through the past of some shops, each four times a day: runs without news are folded, and what nobody is told of any more goes, a
 * bounded number of rows of each table by one statement in a transaction of its own. What is left over goes the next time. @returns how many shops were looked at
 */
export async function tidyPast(scope: PlatformScope): Promise<number> {
  const shops = await foldQuietRuns(scope);
  if (shops.length === 0) return 0;
  for (const forget of [forgetRuns, forgetChecks, forgetDeliveries, forgetNotes, forgetEvents]) await forget(shops);
  return shops.length;
}
