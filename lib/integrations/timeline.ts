import type { Actor } from "@/lib/accounts/actor";
import type { AuditEntry } from "@/lib/audit/entry";
import type { LaneMove } from "@/lib/sync/data";

/** One thing that happened to an integration: somebody did something, or a lane moved. */
export type TimelineEntry =
  | { kind: "audit"; id: string; at: Date; actor: Actor; action: string; details: Record<string, unknown> }
  | { kind: "move"; id: string; at: Date; actor: Actor; move: LaneMove };

type TimelineAudit = Pick<AuditEntry, "id" | "at" | "actor" | "action" | "details">;

/** Audit and lane moves in one line, newest first, at most `limit`. */
export function mergeTimeline(audit: readonly TimelineAudit[], moves: readonly LaneMove[], limit: number): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    ...audit.map(({ id, at, actor, action, details }) => ({ kind: "audit" as const, id, at, actor, action, details })),
    ...moves.map((move) => ({ kind: "move" as const, id: move.id, at: move.at, actor: move.actor, move })),
  ];
  return entries.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, limit);
}
