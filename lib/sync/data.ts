import { ANY_TIME, type Instants } from "@/lib/base/day-range";
import { afterCursor, type ListCursor } from "@/lib/base/list-cursor";
import { RUN_FAILURES, type RunFailureCode } from "@/lib/health/failures";
import { type LaneReason, type LaneState, toLaneReason, toLaneState } from "@/lib/health/lane/lane";
import { type LaneName, toLaneName } from "@/lib/health/lane/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type Actor, readActor } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { RecoveryProbe } from "@/lib/infra/prisma-client/client";
import { readRuns } from "@/lib/sync/past-runs/run-reads";
import type { RunView } from "@/lib/sync/past-runs/run-view";
import { RECOVERY_PROBES_KEPT } from "@/lib/sync/recovery/record-probe";

/** One run; null for unknown and foreign ids. */
export const getRun = async (scope: MerchantScope, runId: string): Promise<RunView | null> =>
  (await readRuns(scope, { where: { id: runId } }))[0] ?? null;

export interface LaneMove {
  id: string;
  lane: LaneName;
  from: LaneState;
  to: LaneState;
  reason: LaneReason;
  actor: Actor;
  at: Date;
}

/** State changes of both lanes, newest first; empty for unknown and foreign ids. */
export async function listTransitions(
  scope: MerchantScope,
  integrationId: string,
  { limit = 50, before = null, within = ANY_TIME }: { limit?: number; before?: ListCursor | null; within?: Instants } = {},
): Promise<LaneMove[]> {
  const rows = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.laneTransition.findMany({
      where: {
        merchantId,
        integrationId,
        AND: [
          afterCursor(before),
          ...(within.from ? [{ at: { gte: within.from } }] : []),
          ...(within.to ? [{ at: { lt: within.to } }] : []),
        ],
      },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: limit,
    }),
  );
  return rows.map((row) => ({
    id: row.id,
    lane: toLaneName(row.lane),
    from: toLaneState(row.fromState),
    to: toLaneState(row.toState),
    reason: toLaneReason(row.reason, row.reasonParams),
    actor: readActor(row.actor),
    at: row.at,
  }));
}

export interface RecoveryProbeView extends Pick<RecoveryProbe, "id" | "at" | "passed" | "status" | "tookMs"> {
  failure: RunFailureCode | null;
}

/** The latest probes of a shop, newest first; empty for unknown and foreign ids. */
export async function listRecoveryProbes(scope: MerchantScope, integrationId: string): Promise<RecoveryProbeView[]> {
  const probes = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.recoveryProbe.findMany({
      where: { merchantId, integrationId },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: RECOVERY_PROBES_KEPT,
      omit: { merchantId: true, integrationId: true },
    }),
  );
  return probes.map((probe) => ({ ...probe, failure: RUN_FAILURES.find((code) => code === probe.failure) ?? null }));
}
