import { stringify } from "csv-stringify/sync";
import { csvFormOf } from "@/lib/orders/export/csv";
import type { RefusedRows } from "@/lib/orders/tracking/import-shipments";
import type { LineProblem } from "@/lib/orders/tracking/schema";

/** The refused rows as a CSV to correct and import again, with the reason as the first column; that column is ignored by the import. */
export const writeCorrection = (
  { header, rows }: RefusedRows,
  locale: string,
  words: { column: string; reasonOf: (problem: LineProblem) => string },
): string =>
  stringify([[words.column, ...header], ...rows.map(({ cells, problem }) => [words.reasonOf(problem), ...cells])], {
    delimiter: csvFormOf(locale).delimiter,
    escape_formulas: true,
    bom: true,
  });
