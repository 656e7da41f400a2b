import { liveOutside } from "@/lib/health/live-outside";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { findIntegrationRow } from "@/lib/integrations/data";
import { disconnectIntegration } from "@/lib/integrations/mutations";
import { maintainWebhooks } from "@/lib/sync/webhooks/maintain-webhooks";
import { endInstantOrders } from "@/lib/sync/webhooks/mutations";

/** How long a user who disconnects a shop waits for it to delete its webhooks. */
const WEBHOOKS_WITHIN_MS = 15_000;

/** Deletes a shop, on request with its webhooks in the shop. */
export async function disconnectShop(scope: MerchantScope, input: { integrationId: string; typedName: string; removesWebhooks: boolean }) {
  const row = input.removesWebhooks ? await findIntegrationRow(scope, input.integrationId) : null;
  // A shop that does not answer keeps its webhooks, and disables them after failed deliveries.
  if (row && row.name === input.typedName.trim() && (await endInstantOrders(scope, input)).ok)
    await maintainWebhooks(scope, input.integrationId, await liveOutside(), AbortSignal.timeout(WEBHOOKS_WITHIN_MS));
  return disconnectIntegration(scope, input.integrationId, input.typedName);
}
