import type { RunFailureCode } from "@/lib/health/failures";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";

/** Probes kept per shop: an hour at the default interval. */
export const RECOVERY_PROBES_KEPT = 30;

export interface RecoveryProbeOutcome {
  passed: boolean;
  status: number | null;
  /** Why there was no answer to judge; null if there was one. */
  failure: RunFailureCode | null;
}

/** Stores a probe and deletes the oldest beyond the limit. */
export async function recordRecoveryProbe(
  tx: Transaction,
  { merchantId }: MerchantScope,
  integrationId: string,
  { passed, status, failure, tookMs }: RecoveryProbeOutcome & { tookMs: number },
): Promise<void> {
  await tx.recoveryProbe.create({ data: { merchantId, integrationId, passed, status, failure, tookMs: Math.round(tookMs) } });
  await tx.$executeRaw`
    delete from recovery_probe where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and id in (
      select id from recovery_probe where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid
      order by at desc, id desc offset ${RECOVERY_PROBES_KEPT})`;
}
