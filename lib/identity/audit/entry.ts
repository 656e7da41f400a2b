import { type Actor, readActor } from "@/lib/identity/accounts/actor";

type Fields = Record<string, unknown>;

/** One audited action. Texts: `audit.action.<action>`. */
export interface AuditEntry {
  id: string;
  integrationId: string | null;
  actor: Actor;
  action: string;
  details: Fields;
  /** Changed values; null if nothing was changed. */
  before: Fields | null;
  after: Fields | null;
  /** IP address; null for jobs and for entries older than the column. */
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
  return {
    id: row.id,
    integrationId: row.integrationId,
    actor: readActor(row.actor),
    action: row.action,
    details: fieldsOf(row.details) ?? {},
    before: fieldsOf(row.before),
    after: fieldsOf(row.after),
    sourceAddress: row.sourceAddress,
    at: row.at,
  };
}
