import { LANES, type LaneName } from "@/lib/checks/result";
import type { LaneView } from "@/lib/integrations/row";

/** The lane whose trouble the canary looks at, imports first; null while all is well or looking would be of no use. */
export const laneLookedAt = (lanes: Readonly<Record<LaneName, LaneView>>): LaneName | null =>
  LANES.find((lane) => lanes[lane].nextLookAt !== null && lanes[lane].failingSince !== null) ?? null;
