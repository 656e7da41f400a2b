import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { readRuns } from "@/lib/sync/past-runs/run-reads";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** The newest backfills of an integration, a waiting one first; empty for unknown and foreign ids. */
export const listBackfills = (scope: MerchantScope, integrationId: string): Promise<RunView[]> =>
  readRuns(scope, {
    where: { integrationId, trigger: "backfill" },
    orderBy: [{ finishedAt: { sort: "desc", nulls: "first" } }, { requestedAt: "desc" }],
    take: 3,
  });

/** Stored orders last changed in the window and placed since `placedFrom`; 0 for unknown and foreign ids. */
export const countOrdersOfWindow = (
  scope: MerchantScope,
  { integrationId, from, to }: { integrationId: string; from: Date; to: Date },
  placedFrom: Date | null = null,
): Promise<number> =>
  readMerchant(scope, ({ tx, merchantId }) =>
    tx.shopOrder.count({
      where: {
        merchantId,
        integrationId,
        removedAt: null,
        modifiedAt: { gte: from, lt: to },
        ...(placedFrom ? { placedAt: { gte: placedFrom } } : {}),
      },
    }),
  );
