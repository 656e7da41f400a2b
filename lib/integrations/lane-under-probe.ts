import { LANES, type LaneName } from "@/lib/health/lane-name";
import type { LaneView } from "@/lib/integrations/row";

/** The lane that the recovery probe watches, order import first; null when healthy or when probing is pointless. */
export const probedLane = (lanes: Readonly<Record<LaneName, LaneView>>): LaneName | null =>
  LANES.find((lane) => lanes[lane].nextProbeAt !== null && lanes[lane].failingSince !== null) ?? null;
