import { type CastingContext, stringify } from "csv-stringify/sync";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { withoutLead } from "@/lib/infra/print-csv";
import { type ExportRow, listExportRows } from "@/lib/orders/export/data";
import { plainMoney } from "@/lib/orders/money";
import type { OrderQuery } from "@/lib/orders/order-query";

interface CsvForm {
  /** Spreadsheets expect a semicolon in languages with a decimal comma. */
  delimiter: "," | ";";
  decimal: "." | ",";
}

/** The CSV dialect that spreadsheets in a language open without an import dialog. */
export const csvFormOf = (locale: string): CsvForm =>
  locale === "en" ? { delimiter: ",", decimal: "." } : { delimiter: ";", decimal: "," };

const AMOUNT = /^-?\d+(\.\d+)?$/;

/** A valid amount, which is exempt from the formula guard. */
class Amount {
  constructor(readonly text: string) {}
}

const amount = (text: string): Amount | string => (AMOUNT.test(text) ? new Amount(text) : text);

const instant = (date: Date | null): string => date?.toISOString() ?? "";

/** Rounds the binary error of fractional quantities. */
const sumOf = (numbers: readonly number[]): number => Number(numbers.reduce((sum, number) => sum + number, 0).toFixed(6));

type Cell = (row: ExportRow, form: CsvForm) => string | Amount;

const money =
  (field: keyof ExportRow["totals"]): Cell =>
  ({ totals, currency }) =>
    amount(plainMoney(totals[field], currency));

/** The columns in order; names: `orders.export.columns.<code>`. */
const CELLS = [
  ["number", ({ number }) => number],
  ["shop", ({ shop }) => shop],
  ["status", ({ status }) => status],
  ["status_name", ({ statusName }) => statusName ?? ""],
  ["placed_at", ({ placedAt }) => instant(placedAt)],
  ["paid_at", ({ paidAt }) => instant(paidAt)],
  ["customer", ({ customerName }) => customerName],
  ["email", ({ customerEmail }) => customerEmail],
  ["currency", ({ currency }) => currency],
  ["total", ({ total, currency }) => amount(plainMoney(total, currency))],
  ["shipping_cost", money("shipping")],
  ["fees", money("fees")],
  ["discount", money("discount")],
  ["tax", money("tax")],
  [
    "items",
    ({ lines }, { decimal }) =>
      lines.map(({ quantity, name, sku }) => `${`${quantity}`.replace(".", decimal)} × ${name}${sku ? ` (${sku})` : ""}`).join("; "),
  ],
  ["pieces", ({ lines }) => amount(`${sumOf(lines.map(({ quantity }) => quantity))}`)],
  ["ship_to_name", ({ shipping }) => shipping.name],
  ["ship_to_company", ({ shipping }) => shipping.company],
  ["ship_to_street", ({ shipping: { street1, street2 } }) => [street1, street2].filter((part) => part !== "").join(", ")],
  ["ship_to_postal_code", ({ shipping }) => shipping.postalCode],
  ["ship_to_city", ({ shipping }) => shipping.city],
  ["ship_to_country", ({ shipping }) => shipping.country],
  ["tracking", ({ parcels }) => parcels.map(({ carrier, trackingNumber }) => `${carrier} ${trackingNumber}`).join("; ")],
  ["tracking_state", ({ parcels }) => parcels.map(({ status }) => status).join("; ")],
  ["removed_at", ({ removedAt }) => instant(removedAt)],
] as const satisfies readonly (readonly [string, Cell])[];

type ExportColumn = (typeof CELLS)[number][0];
export const EXPORT_COLUMNS = CELLS.map(([column]) => column);

const optionsOf = ({ delimiter, decimal }: CsvForm) => ({
  delimiter,
  record_delimiter: "windows" as const,
  escape_formulas: true,
  cast: {
    string: withoutLead,
    // The guard would quote negative amounts.
    object: (value: object, _context: CastingContext) =>
      value instanceof Amount ? { value: value.text.replace(".", decimal), escape_formulas: false } : "",
  },
});

/** The header line after a byte order mark, by which spreadsheets detect UTF-8. `words` returns the name of a column. */
export const printHeader = (words: (column: ExportColumn) => string, form: CsvForm): string =>
  stringify([EXPORT_COLUMNS.map(words)], { ...optionsOf(form), bom: true });

/** Lines of orders (RFC 4180), without cells that a spreadsheet would evaluate as formulas. */
export const printRows = (rows: readonly ExportRow[], form: CsvForm): string =>
  stringify(
    rows.map((row) => CELLS.map(([, cell]) => cell(row, form))),
    optionsOf(form),
  );

interface Printed {
  query: OrderQuery;
  /** Zone of the days in the query. */
  timeZone: string;
  form: CsvForm;
  words: (column: ExportColumn) => string;
}

/** Streams the file in chunks, at the reader's pace. */
export async function* printOrders(scope: MerchantScope, { query, timeZone, form, words }: Printed): AsyncGenerator<string> {
  yield printHeader(words, form);
  for (let { after } = query; ; ) {
    const { rows, next } = await listExportRows(scope, { ...query, after }, timeZone);
    if (rows.length > 0) yield printRows(rows, form);
    if (!next) return;
    after = next;
  }
}
