import { jobScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { performRun } from "@/lib/sync/execute-run";
import type { WorkerContext } from "@/worker/context";

export const syncOrders = (
  { merchantId, integrationId, runId }: JobPayloads["sync-orders"],
  { outside, signal }: WorkerContext,
): Promise<void> => performRun(jobScope("sync-orders", merchantId), { integrationId, runId }, { outside, signal });
