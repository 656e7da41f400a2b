import { nameOfActor } from "@/lib/identity/accounts/actor";
import type { AuditEntry } from "@/lib/identity/audit/entry";
import type { AuditFilter } from "@/lib/identity/audit/schema";
import { Code, type Columns, type CsvStyle, csvHeader, csvRows } from "@/lib/infra/print-csv";

const COLUMNS: Columns<AuditEntry & { merchant: string; shop: string | null }> = {
  at_utc: ({ at }) => at,
  merchant: ({ merchant }) => merchant,
  actor_kind: ({ actor }) => new Code("actor", actor.kind),
  actor: ({ actor }) => nameOfActor(actor),
  reason: ({ actor }) => (actor.kind === "staff" ? actor.reason : null),
  source_address: ({ sourceAddress }) => sourceAddress,
  action: ({ action }) => new Code("action", action),
  shop: ({ shop }) => shop,
  details: ({ details }) => details,
  before: ({ before }) => before,
  after: ({ after }) => after,
};

export const EXPORT_PAGE = 500;
/** Limit of an export; a narrower filter gives the rest. */
const MAX_ENTRIES = 50_000;

/** A log as CSV, read page by page. */
export async function* printAudit<Entry extends AuditEntry & { shop: string | null }>(
  read: (after: AuditFilter["after"]) => Promise<{ entries: Entry[]; more: boolean }>,
  merchantOf: (entry: Entry) => string,
  style: CsvStyle,
): AsyncGenerator<string> {
  yield csvHeader(COLUMNS, style);
  let after: AuditFilter["after"] = null;
  for (let count = 0; count < MAX_ENTRIES; count += EXPORT_PAGE) {
    const { entries, more } = await read(after);
    const rows = entries.map((entry) => ({ ...entry, merchant: merchantOf(entry) }));
    if (rows.length > 0) yield csvRows(COLUMNS, rows, style);
    const last = entries.at(-1);
    if (!more || !last) return;
    after = { at: last.at, id: last.id };
  }
}
