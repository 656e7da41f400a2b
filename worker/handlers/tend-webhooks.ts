import { jobScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { maintainWebhooks } from "@/lib/sync/webhooks/maintain-webhooks";
import type { WorkerContext } from "@/worker/context";

export const maintainShopWebhooks = (
  { merchantId, integrationId }: JobPayloads["tend-webhooks"],
  { outside, signal }: WorkerContext,
): Promise<void> => maintainWebhooks(jobScope("tend-webhooks", merchantId), integrationId, outside, signal);
