import { cellText } from "@/lib/orders/tracking/cell-text";

/**
 * The cells of the first column of a pasted selection. An empty cell stands for an order without a number.
 * Spreadsheets separate columns by tabs and end the selection with a line break.
 */
export const readPastedColumn = (text: string): string[] =>
  text
    .replace(/(\r\n?|\n)$/, "")
    .split(/\r\n?|\n/)
    .map((line) => cellText(line.split("\t", 1)[0] ?? ""));
