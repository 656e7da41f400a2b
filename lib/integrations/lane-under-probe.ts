import { LANES, type LaneName } from "@/lib/health/lane-name";
import type { LaneView } from "@/lib/integrations/row";

/** The lane whose trouble the canary looks at, imports first; null while all is well or looking would be of no use. */
export const probedLane = (lanes: Readonly<Record<LaneName, LaneView>>): LaneName | null =>
  LANES.find((lane) => lanes[lane].nextProbeAt !== null && lanes[lane].failingSince !== null) ?? null;
