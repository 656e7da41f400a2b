import { jobScope } from "@/lib/accounts/access";
import type { JobPayloads } from "@/lib/jobs/queues";
import { performRun } from "@/lib/sync/perform-run";
import type { WorkerContext } from "@/worker/context";

export const syncOrders = (
  { merchantId, integrationId, runId }: JobPayloads["sync-orders"],
  { outside, signal }: WorkerContext,
): Promise<void> => performRun(jobScope("sync-orders", merchantId), { integrationId, runId }, { outside, signal });
