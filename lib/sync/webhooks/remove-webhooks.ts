import { MINUTE_MS } from "@/lib/base/units";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { jobScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";
import { maintainWebhooks } from "@/lib/sync/webhooks/maintain-webhooks";

const TIMEOUT_MS = MINUTE_MS;
const AT_ONCE = 10;

/**
 * Asks all shops of a merchant that is about to be erased to remove our webhooks, within a minute in total. A shop that does not answer keeps
 * them, and disables them after failed deliveries.
 */
export async function removeWebhooks(merchantId: string, outside: OutsideConfig, stopped: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]);
  const rows = await inPlatform((tx) =>
    tx.shopWebhook.updateManyAndReturn({
      where: { merchantId },
      data: { state: "unwanted", since: new Date() },
      select: { integrationId: true },
    }),
  );
  const remove = (integrationId: string) =>
    maintainWebhooks(jobScope("merchant-deletion", merchantId), integrationId, outside, signal).catch((error: unknown) =>
      log.warn({ err: error, integrationId }, "webhooks of an erased merchant not removed"),
    );
  for (let from = 0; from < rows.length && !signal.aborted; from += AT_ONCE)
    await Promise.all(rows.slice(from, from + AT_ONCE).map(({ integrationId }) => remove(integrationId)));
}
