import { jobScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { fetchHinted } from "@/lib/sync/webhooks/fetch-hinted";
import type { WorkerContext } from "@/worker/context";

export async function fetchHintedOrders(
  { merchantId, integrationId }: JobPayloads["fetch-hinted"],
  { outside, signal }: WorkerContext,
): Promise<void> {
  await fetchHinted(jobScope("fetch-hinted", merchantId), integrationId, { outside, signal });
}
