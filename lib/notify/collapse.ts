import type { Notification } from "@/lib/infra/prisma-client/client";
import { LANE_PROBLEM_KINDS, type NotificationKind } from "@/lib/notify/kinds";

export interface CollectedNote extends Pick<Notification, "id" | "integrationId" | "lane" | "at"> {
  kind: NotificationKind;
}

/**
 * The collected notes worth sending, oldest first. Drops problems that ended before the message was sent; of several problems of one lane
 * only the newest remains. Pure.
 */
export function collapse<Collected extends CollectedNote>(notes: readonly Collected[]): Collected[] {
  const kept: Collected[] = [];
  for (const one of [...notes].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const sameLane = (other: Collected): boolean =>
      one.integrationId !== null &&
      other.integrationId === one.integrationId &&
      other.lane === one.lane &&
      LANE_PROBLEM_KINDS.includes(other.kind);
    const open = kept.findIndex(sameLane);
    if (open >= 0 && (one.kind === "recovered" || LANE_PROBLEM_KINDS.includes(one.kind))) kept.splice(open, 1);
    if (one.kind === "recovered" && open >= 0) continue;
    kept.push(one);
  }
  return kept;
}
