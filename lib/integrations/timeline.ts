import { type Page, toPage } from "@/lib/base/list-cursor";
import { type Actor, nameOfActor } from "@/lib/identity/accounts/actor";
import type { AuditEntry } from "@/lib/identity/audit/entry";
import type { IncidentEntry } from "@/lib/incidents/data";
import { Code, type Columns, type CsvStyle, printCsv } from "@/lib/infra/print-csv";

interface Happened {
  id: string;
  at: Date;
  actor: Actor;
}

/** Something that happened to a shop: what a person did, or what its incidents recorded. */
export type TimelineEntry =
  | (Happened & { kind: "audit"; action: string; details: Record<string, unknown> })
  | (Happened & { kind: "incident"; entry: IncidentEntry });

type TimelineAudit = Pick<AuditEntry, "id" | "at" | "actor" | "action" | "details">;

const toAct = ({ id, at, actor, action, details }: TimelineAudit): TimelineEntry => ({ kind: "audit", id, at, actor, action, details });
const toRecorded = (entry: IncidentEntry): TimelineEntry => ({ kind: "incident", id: entry.id, at: entry.at, actor: entry.actor, entry });

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
  return [...acts, ...entries.map(toRecorded)].sort(newestFirst);
}

/** Merges audit entries and what incidents recorded, newest first, into one page of `limit`; each input may contain one more than that. */
export function mergeTimeline(audit: readonly TimelineAudit[], recorded: readonly IncidentEntry[], limit: number): Page<TimelineEntry> {
  const entries = [...audit.map(toAct), ...recorded.map(toRecorded)].sort(newestFirst);
  return toPage(entries, limit, ({ at, id }) => ({ at, id }));
}

const detailOf = (entry: TimelineEntry, name: string): string | null => {
  const value = entry.kind === "incident" ? entry.entry.details[name] : null;
  return typeof value === "string" ? value : null;
};

/** How a direction was affected before or after a change, as in the file of incidents. */
function effectOf(entry: TimelineEntry, when: "from" | "to"): Code | null {
  const lane = detailOf(entry, "lane");
  const isChange = entry.kind === "incident" && entry.entry.kind === "effect_changed";
  return isChange && lane ? new Code("effect", `${lane} ${detailOf(entry, when) ?? "none"}`) : null;
}

const COLUMNS: Columns<TimelineEntry> = {
  at_utc: ({ at }) => at,
  actor_kind: ({ actor }) => new Code("actor", actor.kind),
  actor: ({ actor }) => nameOfActor(actor),
  event: (entry) => (entry.kind === "audit" ? new Code("action", entry.action) : new Code("entry", entry.entry.kind)),
  lane: (entry) => {
    const lane = detailOf(entry, "lane");
    return lane && new Code("lane", lane);
  },
  from: (entry) => effectOf(entry, "from"),
  to: (entry) => effectOf(entry, "to"),
  details: (entry) => {
    const cause = detailOf(entry, "code");
    return entry.kind === "audit" ? entry.details : cause && new Code("cause", cause);
  },
};

/** The activity of a shop as CSV. */
export const printTimeline = (entries: readonly TimelineEntry[], style?: CsvStyle): Generator<string> => printCsv(COLUMNS, entries, style);
