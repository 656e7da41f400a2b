import type { Ending } from "@/lib/health/endings/ending";
import type { LaneState } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";
import type { Prisma } from "@/lib/infra/prisma-client/client";

export interface LaneMoved {
  scope: MerchantScope;
  integrationId: string;
  lane: LaneName;
  state: LaneState;
  /** The first failure since the last success, in whatever state; null if none is missing. */
  failingSince: Date | null;
  at: Date;
  /** The reason as stored with the lane; `since`: when the state began. */
  params: Prisma.InputJsonObject;
}

/** The state of a lane or its reason changed, or its failure began or ended. `before`: what it was. */
export const laneMoved = defineEvent<LaneMoved & { before: Pick<LaneMoved, "state" | "failingSince"> }>("lane_moved");

export interface WorkSucceeded {
  scope: MerchantScope;
  integrationId: string;
  lane: LaneName;
  /** As whom and with which methods requests passed; empty lists if unknown. */
  passed: { addresses: string[]; userAgents: string[]; methods: string[] };
}

/** An import or a push succeeded. Syncs of healthy shops without news publish nothing. */
export const workSucceeded = defineEvent<WorkSucceeded>("work_succeeded");

export interface LaneOffSoon extends LaneMoved {
  failingSince: Date;
  offAt: Date;
  /** Days of failure after which the merchant is warned. */
  day: number;
}

/** A lane has been failing for so long that it will be switched off. */
export const laneOffSoon = defineEvent<LaneOffSoon>("lane_off_soon");

export interface EndingNear {
  scope: MerchantScope;
  integrationId: string;
  ending: Ending;
}

/** Something of a shop ends soon and reached a step that members were not notified of. */
export const endingNear = defineEvent<EndingNear>("ending_near");

/** The shop presents a certificate that expires later than the one that was about to. */
export const certificateRenewed = defineEvent<Pick<EndingNear, "scope" | "integrationId">>("certificate_renewed");
