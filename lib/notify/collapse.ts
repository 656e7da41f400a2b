import type { Notification } from "@/lib/infra/prisma-client/client";
import { LANE_PROBLEM_KINDS, type NotificationKind } from "@/lib/notify/kinds";

export interface CollectedNote extends Pick<Notification, "id" | "integrationId" | "lane" | "at"> {
  kind: NotificationKind;
  /** Whether the note before it already reported a problem of its lane. */
  isFollowUp?: boolean;
}

/**
 * The collected notes worth sending, oldest first. Drops problems that ended before the message was sent, and their end unless an earlier
 * message reported them; of several problems of one lane only the newest remains. While a shop has a problem, no recovery of it. Pure.
 */
export function collapse<Collected extends CollectedNote>(notes: readonly Collected[]): Collected[] {
  const kept: Collected[] = [];
  for (const one of [...notes].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const sameLane = (other: Collected): boolean =>
      one.integrationId !== null &&
      other.integrationId === one.integrationId &&
      other.lane === one.lane &&
      LANE_PROBLEM_KINDS.includes(other.kind);
    const continuesLane = one.kind === "recovered" || LANE_PROBLEM_KINDS.includes(one.kind);
    const open = continuesLane ? kept.findIndex(sameLane) : -1;
    const [replaced] = open >= 0 ? kept.splice(open, 1) : [];
    const { isFollowUp = false } = replaced ?? one;
    if (one.kind === "recovered" && replaced && !isFollowUp) continue;
    kept.push({ ...one, isFollowUp });
  }
  const troubled = new Set(kept.filter(({ kind }) => LANE_PROBLEM_KINDS.includes(kind)).map(({ integrationId }) => integrationId));
  return kept.filter(({ kind, integrationId }) => kind !== "recovered" || !troubled.has(integrationId));
}
