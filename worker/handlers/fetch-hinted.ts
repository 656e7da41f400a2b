import { jobScope } from "@/lib/accounts/access";
import { fetchHinted } from "@/lib/instant-orders/fetch-hinted";
import type { JobPayloads } from "@/lib/jobs/queues";
import type { WorkerContext } from "@/worker/context";

export async function fetchHintedOrders(
  { merchantId, integrationId }: JobPayloads["fetch-hinted"],
  { outside, signal }: WorkerContext,
): Promise<void> {
  await fetchHinted(jobScope("fetch-hinted", merchantId), integrationId, { outside, signal });
}
