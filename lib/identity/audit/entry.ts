import { type Actor, actorSchema } from "@/lib/identity/accounts/actor";

type Fields = Record<string, unknown>;

/** One thing that somebody did. The page finds its words under `audit.action.<action>`. */
export interface AuditEntry {
  id: string;
  integrationId: string | null;
  actor: Actor;
  action: string;
  details: Fields;
  /** What was changed, as it was and as it is; null where nothing was. */
  before: Fields | null;
  after: Fields | null;
  /** The network address of the browser; null for jobs and for what is older than the column. */
  sourceAddress: string | null;
  at: Date;
}

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;

export interface AuditRow {
  id: string;
  integrationId: string | null;
  actor: unknown;
  action: string;
  details: unknown;
  before: unknown;
  after: unknown;
  sourceAddress: string | null;
  at: Date;
}

export function toAuditEntry(row: AuditRow): AuditEntry {
  const actor = actorSchema.safeParse(row.actor);
  return {
    id: row.id,
    integrationId: row.integrationId,
    actor: actor.success ? actor.data : { kind: "job", job: "unknown" },
    action: row.action,
    details: fieldsOf(row.details) ?? {},
    before: fieldsOf(row.before),
    after: fieldsOf(row.after),
    sourceAddress: row.sourceAddress,
    at: row.at,
  };
}
