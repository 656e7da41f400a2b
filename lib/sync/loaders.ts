import "server-only";
import { isReadOnly } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { loadIntegration } from "@/lib/integrations/loaders";
import { findWebhook, type WebhookView } from "@/lib/orders/tracking/data";
import { listBackfills } from "@/lib/sync/backfill/data";
import { hasMaintenanceToken, listMaintenance, type MaintenanceView } from "@/lib/sync/maintenance/data";
import type { RunView } from "@/lib/sync/run-view";
import { findInstantOrders, type InstantOrdersView } from "@/lib/sync/webhooks/data";

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
  return readMerchant(scope, async (reader) => ({
    backfills: await listBackfills(reader, integrationId),
    windows: await listMaintenance(reader, integrationId),
    hasToken: await hasMaintenanceToken(reader, integrationId),
    webhook: await findWebhook(reader, integrationId),
    instant: await findInstantOrders(reader, integrationId),
    readOnly: isReadOnly(scope),
  }));
}
