import { AUDIT_COLUMNS, csvLine } from "@/lib/identity/audit/csv";
import type { AuditEntry } from "@/lib/identity/audit/entry";
import type { AuditFilter } from "@/lib/identity/audit/schema";

export const EXPORT_PAGE = 500;
/** Limit of an export; a narrower filter gives the rest. */
const EXPORT_MOST = 50_000;

export async function* printPages(
  read: (after: AuditFilter["after"]) => Promise<{ lines: string[]; last: AuditEntry | undefined; more: boolean }>,
): AsyncGenerator<string> {
  yield csvLine(AUDIT_COLUMNS);
  let after: AuditFilter["after"] = null;
  for (let count = 0; count < EXPORT_MOST; count += EXPORT_PAGE) {
    const { lines, last, more } = await read(after);
    yield lines.join("");
    if (!more || !last) return;
    after = { at: last.at, id: last.id };
  }
}
