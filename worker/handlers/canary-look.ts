import { jobScope } from "@/lib/accounts/access";
import type { JobPayloads } from "@/lib/jobs/queues";
import { lookAtShop } from "@/lib/sync/canary";
import type { WorkerContext } from "@/worker/context";

export async function canaryLook({ merchantId, integrationId }: JobPayloads["canary-look"], { outside }: WorkerContext): Promise<void> {
  await lookAtShop(jobScope("canary", merchantId), integrationId, outside);
}
