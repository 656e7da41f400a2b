import { stringify } from "csv-stringify/sync";

type Cell = string | number | Date | object | null | undefined;

/** The columns of a file by their names, which are stable codes, so that programs can read the file in any language. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

/** Leading blanks and control characters would hide a formula from the guard. */
export const withoutLead = (text: string): string => text.replaceAll("\u0000", "").replace(/^[\s\p{Cc}]+/u, "");

function printCell(cell: Cell): string {
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === "object" && cell !== null) return Object.keys(cell).length === 0 ? "" : JSON.stringify(cell);
  // Spreadsheets may evaluate these two as well.
  return withoutLead(String(cell ?? "")).replace(/^[|%]/, "'$&");
}

/** A line (RFC 4180) without cells that a spreadsheet would evaluate. */
export const csvLine = (cells: readonly Cell[]): string =>
  stringify([cells.map(printCell)], { record_delimiter: "windows", escape_formulas: true });

/** A file of lines, after a byte order mark, by which spreadsheets detect UTF-8. */
export function* printCsv<Row>(columns: Columns<Row>, rows: Iterable<Row>) {
  yield `\uFEFF${csvLine(Object.keys(columns))}`;
  for (const row of rows) yield csvLine(Object.values(columns).map((cellOf) => cellOf(row)));
}
