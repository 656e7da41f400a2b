import { type Page, toPage } from "@/lib/base/list-cursor";
import { type Actor, nameOfActor } from "@/lib/identity/accounts/actor";
import type { AuditEntry } from "@/lib/identity/audit/entry";
import type { IncidentEntry } from "@/lib/incidents/data";
import { Code, type Columns, type CsvStyle, printCsv } from "@/lib/infra/print-csv";
import type { LaneMove } from "@/lib/sync/data";

interface Happened {
  id: string;
  at: Date;
  actor: Actor;
}

/** Something that happened to an integration: a user's action or a change of a lane. */
export type Activity =
  | (Happened & { kind: "audit"; action: string; details: Record<string, unknown> })
  | (Happened & { kind: "move"; move: LaneMove });

export type TimelineEntry = Activity | (Happened & { kind: "incident"; entry: IncidentEntry });

type TimelineAudit = Pick<AuditEntry, "id" | "at" | "actor" | "action" | "details">;

const toAct = ({ id, at, actor, action, details }: TimelineAudit): Activity => ({ kind: "audit", id, at, actor, action, details });

const newestFirst = (a: TimelineEntry, b: TimelineEntry): number => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);

/** Acts that may fix a shop or tell someone who can. */
const REMEDIAL_ACTS: readonly string[] = [
  "credentials_replaced",
  "integration_address_changed",
  "refresh_requested",
  "check_requested",
  "sync_paused",
  "sync_resumed",
  "maintenance_announced",
  "maintenance_ended",
  "method_fallback_on",
  "method_fallback_off",
  "support_act_started",
  "support_asked",
  "support_answered",
  "support_wrote",
  "support_solved",
];

/** What an incident recorded and what people did meanwhile, newest first. */
export function mergeIncidentTimeline(entries: readonly IncidentEntry[], audit: readonly TimelineAudit[]): TimelineEntry[] {
  const acts = audit.filter(({ action }) => REMEDIAL_ACTS.includes(action)).map(toAct);
  const recorded = entries.map((entry) => ({ kind: "incident" as const, id: entry.id, at: entry.at, actor: entry.actor, entry }));
  return [...acts, ...recorded].sort(newestFirst);
}

/** Merges audit entries and lane changes, newest first, into one page of `limit`; each input may contain one more than that. */
export function mergeTimeline(audit: readonly TimelineAudit[], moves: readonly LaneMove[], limit: number): Page<Activity> {
  const entries: Activity[] = [
    ...audit.map(toAct),
    ...moves.map((move) => ({ kind: "move" as const, id: move.id, at: move.at, actor: move.actor, move })),
  ];
  entries.sort(newestFirst);
  return toPage(entries, limit, ({ at, id }) => ({ at, id }));
}

/** A change of a lane is the event `lane_moved`, with its reason in the details. */
const COLUMNS: Columns<Activity> = {
  at_utc: ({ at }) => at,
  actor_kind: ({ actor }) => new Code("actor", actor.kind),
  actor: ({ actor }) => nameOfActor(actor),
  event: (entry) => new Code("action", entry.kind === "audit" ? entry.action : "lane_moved"),
  lane: (entry) => (entry.kind === "move" ? new Code("lane", entry.move.lane) : null),
  from: (entry) => (entry.kind === "move" ? new Code("state", entry.move.from) : null),
  to: (entry) => (entry.kind === "move" ? new Code("state", entry.move.to) : null),
  details: (entry) => (entry.kind === "audit" ? entry.details : entry.move.reason),
};

/** The activity of a shop as CSV. */
export const printTimeline = (entries: readonly Activity[], style?: CsvStyle): Generator<string> => printCsv(COLUMNS, entries, style);
