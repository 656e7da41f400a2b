import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import type { SentenceLane } from "@/lib/health/lane/sentence";
import type { LaneView } from "@/lib/integrations/list/row";

const dateOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Converts a serialized lane (ISO strings) back to the types of the lane rules. */
export const toSentenceLane = (lane: LaneName, view: LaneView): SentenceLane => ({
  lane,
  state: view.state,
  since: new Date(view.since),
  reason: view.reason,
  nextSyncAt: dateOrNull(view.nextSyncAt),
  nextRecoveryProbeAt: dateOrNull(view.nextRecoveryProbeAt),
  lastSuccessAt: dateOrNull(view.lastSuccessAt),
  failingSince: dateOrNull(view.failingSince),
  failedAttempts: view.failedAttempts,
  lastFailedAt: dateOrNull(view.lastFailedAt),
});

/** The lane that recovery probes watch, order import first; null if both are healthy or probing is pointless. */
export const probedLane = (lanes: Readonly<Record<LaneName, LaneView>>): LaneName | null =>
  LANES.find((lane) => lanes[lane].nextRecoveryProbeAt !== null && lanes[lane].failingSince !== null) ?? null;
