import { nameOfActor } from "@/lib/identity/accounts/actor";
import type { AuditEntry } from "@/lib/identity/audit/entry";
import type { AuditFilter } from "@/lib/identity/audit/schema";
import { type Columns, csvLine } from "@/lib/infra/print-csv";

const COLUMNS: Columns<AuditEntry & { merchant: string; shop: string | null }> = {
  at_utc: ({ at }) => at,
  merchant: ({ merchant }) => merchant,
  actor_kind: ({ actor }) => actor.kind,
  actor: ({ actor }) => nameOfActor(actor),
  reason: ({ actor }) => (actor.kind === "staff" ? actor.reason : null),
  source_address: ({ sourceAddress }) => sourceAddress,
  action: ({ action }) => action,
  shop: ({ shop }) => shop,
  details: ({ details }) => details,
  before: ({ before }) => before,
  after: ({ after }) => after,
};

export const EXPORT_PAGE = 500;
/** Limit of an export; a narrower filter gives the rest. */
const EXPORT_MOST = 50_000;

/** A log as CSV, read page by page. */
export async function* printAudit<Entry extends AuditEntry & { shop: string | null }>(
  read: (after: AuditFilter["after"]) => Promise<{ entries: Entry[]; more: boolean }>,
  merchantOf: (entry: Entry) => string,
): AsyncGenerator<string> {
  yield csvLine(Object.keys(COLUMNS));
  let after: AuditFilter["after"] = null;
  for (let count = 0; count < EXPORT_MOST; count += EXPORT_PAGE) {
    const { entries, more } = await read(after);
    const rows = entries.map((entry) => ({ ...entry, merchant: merchantOf(entry) }));
    yield rows.map((row) => csvLine(Object.values(COLUMNS).map((cellOf) => cellOf(row)))).join("");
    const last = entries.at(-1);
    if (!more || !last) return;
    after = { at: last.at, id: last.id };
  }
}
