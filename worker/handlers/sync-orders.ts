import { jobScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { executeRun } from "@/lib/sync/run/execute-run";
import type { WorkerContext } from "@/worker/context";

export const syncOrders = (
  { merchantId, integrationId, runId }: JobPayloads["sync-orders"],
  { outside, signal }: WorkerContext,
): Promise<void> => executeRun(jobScope("sync-orders", merchantId), { integrationId, runId }, { outside, signal });
