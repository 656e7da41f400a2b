import type { CauseCode } from "@/lib/check/causes";
import type { Traits } from "@/lib/check/shop-traits";
import type { NotificationKind } from "@/lib/notify/kinds";

/** An open incident of many shops, as far as the receiver of a message is concerned. */
export interface NotedProblem {
  incidentId: string;
  startedAt: Date;
  cause: CauseCode;
  traits: Traits;
  /** How many shops have it, of all merchants. */
  shops: number;
  /** Whether an earlier message told the receiver of a shop in it. */
  isTold: boolean;
}

/** The incidents by the merchant's shops that are in them. */
export type Problems = ReadonlyMap<string, NotedProblem>;

/** The incident that a note of trouble belongs to. Recovery and all else is told by itself. Pure. */
export const problemOf = (
  { kind, integrationId }: { kind: NotificationKind; integrationId: string | null },
  problems: Problems,
): NotedProblem | undefined => (kind === "needs_you" && integrationId !== null ? problems.get(integrationId) : undefined);
