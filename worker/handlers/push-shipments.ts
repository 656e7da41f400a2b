import { jobScope } from "@/lib/accounts/access";
import type { JobPayloads } from "@/lib/jobs/queues";
import { pushWaiting } from "@/lib/tracking/push";
import type { WorkerContext } from "@/worker/context";

export const pushShipments = (
  { merchantId, integrationId }: JobPayloads["push-shipments"],
  { outside, signal }: WorkerContext,
): Promise<void> => pushWaiting(jobScope("push-shipments", merchantId), integrationId, { outside, signal });
