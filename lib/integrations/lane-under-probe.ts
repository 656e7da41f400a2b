import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import type { LaneView } from "@/lib/integrations/list/row";

/** The lane that recovery probes watch, order import first; null if both are healthy or probing is pointless. */
export const probedLane = (lanes: Readonly<Record<LaneName, LaneView>>): LaneName | null =>
  LANES.find((lane) => lanes[lane].nextRecoveryProbeAt !== null && lanes[lane].failingSince !== null) ?? null;
