import { type Page, toPage } from "@/lib/base/list-cursor";
import { type Actor, nameOfActor } from "@/lib/identity/accounts/actor";
import type { AuditEntry } from "@/lib/identity/audit/entry";
import { type Columns, printCsv } from "@/lib/infra/print-csv";
import type { LaneMove } from "@/lib/sync/data";

/** Something that happened to an integration: a user's action or a change of a lane. */
export type TimelineEntry =
  | { kind: "audit"; id: string; at: Date; actor: Actor; action: string; details: Record<string, unknown> }
  | { kind: "move"; id: string; at: Date; actor: Actor; move: LaneMove };

type TimelineAudit = Pick<AuditEntry, "id" | "at" | "actor" | "action" | "details">;

/** Merges audit entries and lane changes, newest first, into one page of `limit`; each input may contain one more than that. */
export function mergeTimeline(audit: readonly TimelineAudit[], moves: readonly LaneMove[], limit: number): Page<TimelineEntry> {
  const entries: TimelineEntry[] = [
    ...audit.map(({ id, at, actor, action, details }) => ({ kind: "audit" as const, id, at, actor, action, details })),
    ...moves.map((move) => ({ kind: "move" as const, id: move.id, at: move.at, actor: move.actor, move })),
  ];
  entries.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  return toPage(entries, limit, ({ at, id }) => ({ at, id }));
}

/** A change of a lane is the event `lane_moved`, with its reason in the details. */
const COLUMNS: Columns<TimelineEntry> = {
  at_utc: ({ at }) => at,
  actor_kind: ({ actor }) => actor.kind,
  actor: ({ actor }) => nameOfActor(actor),
  event: (entry) => (entry.kind === "audit" ? entry.action : "lane_moved"),
  lane: (entry) => (entry.kind === "move" ? entry.move.lane : null),
  from: (entry) => (entry.kind === "move" ? entry.move.from : null),
  to: (entry) => (entry.kind === "move" ? entry.move.to : null),
  details: (entry) => (entry.kind === "audit" ? entry.details : entry.move.reason),
};

/** The activity of a shop as CSV. */
export const printTimeline = (entries: readonly TimelineEntry[]): Generator<string> => printCsv(COLUMNS, entries);
