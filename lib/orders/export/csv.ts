import { type CastingContext, stringify } from "csv-stringify/sync";
import type { ExportRow } from "@/lib/orders/export/data";
import { plainMoney } from "@/lib/orders/money";

/** Columns in order; names: `orders.export.columns.<code>`. */
export const EXPORT_COLUMNS = [
  "number",
  "shop",
  "status",
  "placed_at",
  "paid_at",
  "customer",
  "email",
  "currency",
  "total",
  "shipping_cost",
  "fees",
  "discount",
  "tax",
  "items",
  "pieces",
  "ship_to_name",
  "ship_to_company",
  "ship_to_street",
  "ship_to_postal_code",
  "ship_to_city",
  "ship_to_country",
  "tracking",
  "tracking_state",
  "removed_at",
] as const;
export type ExportColumn = (typeof EXPORT_COLUMNS)[number];

export interface CsvForm {
  /** Spreadsheets expect a semicolon in languages with a decimal comma. */
  delimiter: "," | ";";
  decimal: "." | ",";
}

/** The form that spreadsheets of a language open without an import dialog. */
export const csvFormOf = (locale: string): CsvForm =>
  locale === "en" ? { delimiter: ",", decimal: "." } : { delimiter: ";", decimal: "," };

const AMOUNT = /^-?\d+(\.\d+)?$/;

/** A valid amount, which is exempt from the formula guard. */
class Amount {
  constructor(readonly text: string) {}
}

const amount = (text: string): Amount | string => (AMOUNT.test(text) ? new Amount(text) : text);

/** Leading blanks and control characters would hide a formula from the guard. */
const clean = (text: string): string => text.replaceAll("\u0000", "").replace(/^[\s\p{Cc}]+/u, "");

const instant = (date: Date | null): string => date?.toISOString() ?? "";

/** Rounds the binary error of fractional quantities. */
const sumOf = (numbers: readonly number[]): number => Number(numbers.reduce((sum, number) => sum + number, 0).toFixed(6));

const cellsOf = (row: ExportRow, { decimal }: CsvForm): Record<ExportColumn, string | Amount> => ({
  number: row.number,
  shop: row.shop,
  status: row.status,
  placed_at: instant(row.placedAt),
  paid_at: instant(row.paidAt),
  customer: row.customerName,
  email: row.customerEmail,
  currency: row.currency,
  total: amount(plainMoney(row.total, row.currency)),
  shipping_cost: amount(plainMoney(row.totals.shipping, row.currency)),
  fees: amount(plainMoney(row.totals.fees, row.currency)),
  discount: amount(plainMoney(row.totals.discount, row.currency)),
  tax: amount(plainMoney(row.totals.tax, row.currency)),
  items: row.lines.map(({ quantity, name, sku }) => `${`${quantity}`.replace(".", decimal)} × ${name}${sku ? ` (${sku})` : ""}`).join("; "),
  pieces: amount(`${sumOf(row.lines.map(({ quantity }) => quantity))}`),
  ship_to_name: row.shipping.name,
  ship_to_company: row.shipping.company,
  ship_to_street: [row.shipping.street1, row.shipping.street2].filter((part) => part !== "").join(", "),
  ship_to_postal_code: row.shipping.postalCode,
  ship_to_city: row.shipping.city,
  ship_to_country: row.shipping.country,
  tracking: row.parcels.map(({ carrier, trackingNumber }) => `${carrier} ${trackingNumber}`).join("; "),
  tracking_state: row.parcels.map(({ status }) => status).join("; "),
  removed_at: instant(row.removedAt),
});

const optionsOf = ({ delimiter, decimal }: CsvForm) => ({
  delimiter,
  record_delimiter: "windows" as const,
  escape_formulas: true,
  cast: {
    string: (text: string) => clean(text),
    // The guard would quote negative amounts.
    object: (value: object, _context: CastingContext) =>
      value instanceof Amount ? { value: value.text.replace(".", decimal), escape_formulas: false } : "",
  },
});

/** The header line after a byte order mark, by which spreadsheets detect UTF-8. `words`: the name of a column. */
export const printHeader = (words: (column: ExportColumn) => string, form: CsvForm): string =>
  stringify([EXPORT_COLUMNS.map(words)], { ...optionsOf(form), bom: true });

/** Lines of orders (RFC 4180), without cells that a spreadsheet would evaluate as formulas. */
export const printRows = (rows: readonly ExportRow[], form: CsvForm): string =>
  stringify(
    rows.map((row) => {
      const cells = cellsOf(row, form);
      return EXPORT_COLUMNS.map((column) => cells[column]);
    }),
    optionsOf(form),
  );
