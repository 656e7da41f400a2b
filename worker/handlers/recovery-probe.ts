import { jobScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { probeShopHealth } from "@/lib/sync/recovery/recovery-probe";
import type { WorkerContext } from "@/worker/context";

export async function runRecoveryProbe(
  { merchantId, integrationId }: JobPayloads["canary-look"],
  { outside }: WorkerContext,
): Promise<void> {
  await probeShopHealth(jobScope("canary", merchantId), integrationId, outside);
}
