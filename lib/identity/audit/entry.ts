import { type Actor, readActor } from "@/lib/identity/accounts/actor";
import type { AuditEvent } from "@/lib/infra/prisma-client/client";

type Fields = Record<string, unknown>;

/** One audited action. Texts: `audit.action.<action>`. */
export interface AuditEntry extends Pick<AuditEvent, "id" | "integrationId" | "action" | "at"> {
  actor: Actor;
  details: Fields;
  /** Changed values; null if nothing was changed. */
  before: Fields | null;
  after: Fields | null;
  /** IP address; null for jobs and for entries older than the column. */
  sourceAddress: string | null;
}

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;

export type AuditRow = Omit<AuditEntry, "actor" | "details" | "before" | "after"> &
  Record<"actor" | "details" | "before" | "after", unknown>;

export const toAuditEntry = ({ id, integrationId, actor, action, details, before, after, sourceAddress, at }: AuditRow): AuditEntry => ({
  id,
  integrationId,
  action,
  sourceAddress,
  at,
  actor: readActor(actor),
  details: fieldsOf(details) ?? {},
  before: fieldsOf(before),
  after: fieldsOf(after),
});
