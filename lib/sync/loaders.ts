import "server-only";
import { isReadOnly } from "@/lib/accounts/loaders";
import { listBackfills } from "@/lib/backfill/data";
import { findInstantOrders, type InstantOrdersView } from "@/lib/instant-orders/data";
import { loadIntegration } from "@/lib/integrations/loaders";
import { hasMaintenanceToken, listMaintenance, type MaintenanceView } from "@/lib/maintenance/data";
import type { RunView } from "@/lib/sync/run-view";
import { findWebhook, type WebhookView } from "@/lib/tracking/data";

/** What the page shows of a shop's upkeep: what is read again, what is planned, and who may tell of parcels. */
export interface UpkeepPage {
  backfills: RunView[];
  windows: MaintenanceView[];
  hasToken: boolean;
  webhook: WebhookView;
  /** Null where the platform has no webhooks. */
  instant: InstantOrdersView | null;
  readOnly: boolean;
}

export async function loadUpkeep(merchantId: string, integrationId: string): Promise<UpkeepPage> {
  const { scope } = await loadIntegration(merchantId, integrationId);
  const [backfills, windows, hasToken, webhook, instant] = await Promise.all([
    listBackfills(scope, integrationId),
    listMaintenance(scope, integrationId),
    hasMaintenanceToken(scope, integrationId),
    findWebhook(scope, integrationId),
    findInstantOrders(scope, integrationId),
  ]);
  return { backfills, windows, hasToken, webhook, instant, readOnly: isReadOnly(scope) };
}
