import { z } from "zod";
import { type ListCursor, parseListCursor, printListCursor } from "@/lib/base/list-cursor";
import { printQuery, type Query } from "@/lib/base/route";
import { isDay } from "@/lib/base/wall-clock";

export const AUDIT_PAGE_SIZE = 50;

/** Conditions on entries, combined with "and"; null is unset. */
export interface AuditFilter {
  /** The id of a person or an API token, or "jobs" for automatic actions. */
  actor: string | null;
  action: string | null;
  integrationId: string | null;
  /** Days in the person's time zone, both inclusive: YYYY-MM-DD. */
  from: string | null;
  to: string | null;
  after: ListCursor | null;
}

export const EVERYTHING_LOGGED: AuditFilter = { actor: null, action: null, integrationId: null, from: null, to: null, after: null };

const uuid = z.uuid();
const day = z.string().refine(isDay);
const code = z.string().regex(/^[a-z_]{1,60}$/);
const known = <Value>(schema: z.ZodType<Value>, value: unknown): Value | null => schema.safeParse(value).data ?? null;

/** Reads the filter from a query string; invalid values count as unset. */
export const parseAuditFilter = (query: Record<string, unknown>): AuditFilter => ({
  actor: query["actor"] === "jobs" ? "jobs" : known(uuid, query["actor"]),
  action: known(code, query["action"]),
  integrationId: known(uuid, query["shop"]),
  from: known(day, query["from"]),
  to: known(day, query["to"]),
  after: parseListCursor(query["after"]),
});

export const printAuditFilter = ({ actor, action, integrationId, from, to, after }: AuditFilter): Query =>
  printQuery({ actor, action, shop: integrationId, from, to, after: after && printListCursor(after) });
