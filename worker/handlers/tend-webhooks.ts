import { jobScope } from "@/lib/accounts/access";
import { tendWebhooks } from "@/lib/instant-orders/tend";
import type { JobPayloads } from "@/lib/jobs/queues";
import type { WorkerContext } from "@/worker/context";

export const tendShopWebhooks = (
  { merchantId, integrationId }: JobPayloads["tend-webhooks"],
  { outside, signal }: WorkerContext,
): Promise<void> => tendWebhooks(jobScope("tend-webhooks", merchantId), integrationId, outside, signal);
