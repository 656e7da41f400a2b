import { stringify } from "csv-stringify/sync";

type Cell = string | number | Date | null;

/** Leading blanks and control characters would hide a formula from the guard. */
const clean = (text: string): string => text.replaceAll("\u0000", "").replace(/^[\s\p{Cc}]+/u, "");

/** A CSV file (RFC 4180) with stable codes as column names, for programs; no cell is one that a spreadsheet would evaluate. */
export function* printCsv<Column extends string>(columns: readonly Column[], rows: Iterable<Readonly<Record<Column, Cell>>>) {
  const form = { record_delimiter: "windows" as const, escape_formulas: true };
  yield stringify([columns], { ...form, bom: true });
  for (const row of rows) yield stringify([columns.map((column) => printCell(row[column]))], form);
}

const printCell = (cell: Cell): string => (cell instanceof Date ? cell.toISOString() : clean(String(cell ?? "")));
