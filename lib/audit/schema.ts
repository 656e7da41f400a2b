import { z } from "zod";

export const AUDIT_PAGE_SIZE = 50;

/** A position in the log by (at, id): the last entry of the page before. */
export interface AuditPosition {
  at: Date;
  id: string;
}

/** Which entries are shown: all that fit every part that is said. */
export interface AuditFilter {
  /** A person's id, or "jobs" for what happened by itself. */
  actor: string | null;
  action: string | null;
  integrationId: string | null;
  /** Days in the person's zone, both included: YYYY-MM-DD. */
  from: string | null;
  to: string | null;
  after: AuditPosition | null;
}

export const EVERYTHING_LOGGED: AuditFilter = { actor: null, action: null, integrationId: null, from: null, to: null, after: null };

const uuid = z.uuid();
const day = z.iso.date();
const code = z.string().regex(/^[a-z_]{1,60}$/);
const known = <Value>(schema: z.ZodType<Value>, value: unknown): Value | null => schema.safeParse(value).data ?? null;

function parsePosition(text: unknown): AuditPosition | null {
  const [time = "", id = ""] = typeof text === "string" ? text.split(".") : [];
  const milliseconds = Number.parseInt(time, 36);
  if (!(Math.abs(milliseconds) <= 8.64e15) || !uuid.safeParse(id).success) return null;
  return { at: new Date(milliseconds), id };
}

/** Reads the query of the address bar; what it does not understand counts as not said. */
export const parseAuditFilter = (query: Record<string, unknown>): AuditFilter => ({
  actor: query["actor"] === "jobs" ? "jobs" : known(uuid, query["actor"]),
  action: known(code, query["action"]),
  integrationId: known(uuid, query["shop"]),
  from: known(day, query["from"]),
  to: known(day, query["to"]),
  after: parsePosition(query["after"]),
});

export function printAuditFilter({ actor, action, integrationId, from, to, after }: AuditFilter): string {
  const said = new URLSearchParams();
  if (actor) said.set("actor", actor);
  if (action) said.set("action", action);
  if (integrationId) said.set("shop", integrationId);
  if (from) said.set("from", from);
  if (to) said.set("to", to);
  if (after) said.set("after", `${after.at.getTime().toString(36)}.${after.id}`);
  const printed = said.toString();
  return printed === "" ? "" : `?${printed}`;
}
