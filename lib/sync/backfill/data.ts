import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { toRunView } from "@/lib/sync/past-runs/run-reads";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** The newest backfills of an integration, one that waits first; empty for unknown and foreign ids. */
export async function listBackfills(scope: MerchantScope, integrationId: string, limit = 3): Promise<RunView[]> {
  const { merchantId } = scope;
  const readAt = Date.now();
  const runs = await readMerchant(scope, ({ tx }) =>
    tx.syncRun.findMany({
      where: { merchantId, integrationId, trigger: "backfill" },
      orderBy: [{ finishedAt: { sort: "desc", nulls: "first" } }, { requestedAt: "desc" }],
      take: limit,
    }),
  );
  return runs.map((run) => toRunView(run, readAt));
}

/** Orders here that were last changed in the window, and placed since `placedFrom`; 0 for unknown and foreign ids. */
export function countOrdersOfWindow(
  scope: MerchantScope,
  input: { integrationId: string; from: Date; to: Date },
  placedFrom: Date | null = null,
): Promise<number> {
  const { merchantId } = scope;
  const { integrationId, from, to } = input;
  return readMerchant(scope, ({ tx }) =>
    tx.order.count({
      where: {
        ...{ merchantId, integrationId, removedAt: null, modifiedAt: { gte: from, lt: to } },
        ...(placedFrom ? { placedAt: { gte: placedFrom } } : {}),
      },
    }),
  );
}
