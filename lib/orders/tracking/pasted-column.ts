import { withoutFormula, withoutQuotes } from "@/lib/orders/tracking/cell-text";

/**
 * The cells of a column that was copied from a spreadsheet or out of a file, from the top; an empty one stands for an order without a number.
 * Spreadsheets end what they copy with a line break, and put a tab between columns: the first column counts.
 */
export const readPastedColumn = (text: string): string[] =>
  text
    .replace(/(\r\n?|\n)$/, "")
    .split(/\r\n?|\n/)
    .map((line) => withoutFormula(withoutQuotes((line.split("\t", 1)[0] ?? "").trim())).trim());
