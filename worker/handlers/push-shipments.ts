import { jobScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { pushWaiting } from "@/lib/orders/tracking/push";
import type { WorkerContext } from "@/worker/context";

export const pushShipments = (
  { merchantId, integrationId }: JobPayloads["push-shipments"],
  { outside, signal }: WorkerContext,
): Promise<void> => pushWaiting(jobScope("push-shipments", merchantId), integrationId, { outside, signal });
