import { nameOfActor } from "@/lib/identity/accounts/actor";
import type { AuditEntry } from "@/lib/identity/audit/entry";
import type { AuditFilter } from "@/lib/identity/audit/schema";

// Spreadsheets run a cell that begins with one of these characters as a formula, even after whitespace.
const FORMULA = /^(?:\s|\p{Cc})*[=+\-@|%]|^[\t\r]/u;

/** A CSV cell (RFC 4180) that no spreadsheet interprets as a formula. */
export function csvCell(text: string): string {
  const plain = text.replaceAll("\u0000", "");
  const harmless = FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** Column names are stable codes, so that programs can read the file in any language. */
const AUDIT_COLUMNS = [
  "at_utc",
  "merchant",
  "actor_kind",
  "actor",
  "reason",
  "source_address",
  "action",
  "shop",
  "details",
  "before",
  "after",
] as const;

const printFields = (fields: Record<string, unknown> | null): string =>
  fields === null || Object.keys(fields).length === 0 ? "" : JSON.stringify(fields);

export const auditLine = (entry: AuditEntry, { merchant, shop }: { merchant: string; shop: string }): string =>
  csvLine([
    entry.at.toISOString(),
    merchant,
    entry.actor.kind,
    nameOfActor(entry.actor),
    entry.actor.kind === "staff" ? (entry.actor.reason ?? "") : "",
    entry.sourceAddress ?? "",
    entry.action,
    shop,
    printFields(entry.details),
    printFields(entry.before),
    printFields(entry.after),
  ]);

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
