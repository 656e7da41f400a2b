import { stringify } from "csv-stringify/sync";
import { csvFormOf } from "@/lib/orders/export/csv";
import type { RefusedRows } from "@/lib/orders/tracking/import-shipments";
import type { LineProblem } from "@/lib/orders/tracking/schema";

/**
 * The refused rows as a CSV to correct and import again, with the reason as the first column. The import ignores that column, and a correction of a
 * correction has it once.
 */
export function writeCorrection(
  { header, rows }: RefusedRows,
  locale: string,
  words: { column: string; reasonOf: (problem: LineProblem) => string },
): string {
  const isReason = header[0] === words.column ? 1 : 0;
  const lines = rows.map(({ cells, problem }) => [words.reasonOf(problem), ...cells.slice(isReason)]);
  return stringify([[words.column, ...header.slice(isReason)], ...lines], {
    delimiter: csvFormOf(locale).delimiter,
    escape_formulas: true,
    bom: true,
  });
}
