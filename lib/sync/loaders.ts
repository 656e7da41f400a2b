import "server-only";
import { isReadOnly } from "@/lib/accounts/loaders";
import { listBackfills } from "@/lib/backfill/data";
import { loadIntegration } from "@/lib/integrations/loaders";
import type { RunView } from "@/lib/sync/run-view";

/** What the page shows of a shop's upkeep: what is read again, and what is planned. */
export interface UpkeepPage {
  backfills: RunView[];
  readOnly: boolean;
}

export async function loadUpkeep(merchantId: string, integrationId: string): Promise<UpkeepPage> {
  const { scope } = await loadIntegration(merchantId, integrationId);
  return { backfills: await listBackfills(scope, integrationId), readOnly: isReadOnly(scope) };
}
