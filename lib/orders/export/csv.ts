import type { MerchantScope } from "@/lib/identity/accounts/access";
import { Code, type Columns, type CsvStyle, csvHeader, csvRows, decimal, jsonRow, RAW_STYLE } from "@/lib/infra/print-csv";
import { type ExportRow, listExportPages } from "@/lib/orders/export/data";
import type { ExportFormat } from "@/lib/orders/export/formats";
import { plainMoney } from "@/lib/orders/money";
import type { OrderQuery } from "@/lib/orders/order-query";

/** Rounds the binary error of fractional quantities. */
const sumOf = (numbers: readonly number[]): number => Number(numbers.reduce((sum, number) => sum + number, 0).toFixed(6));

const money =
  (field: keyof ExportRow["totals"]) =>
  ({ totals, currency }: ExportRow) =>
    decimal(plainMoney(totals[field], currency));

export const ORDER_COLUMNS = {
  number: ({ number }) => number,
  shop: ({ shop }) => shop,
  status: ({ status }) => new Code("order_status", status),
  status_name: ({ statusName }) => statusName,
  placed_at: ({ placedAt }) => placedAt,
  paid_at: ({ paidAt }) => paidAt,
  customer: ({ customerName }) => customerName,
  email: ({ customerEmail }) => customerEmail,
  currency: ({ currency }) => currency,
  total: ({ total, currency }) => decimal(plainMoney(total, currency)),
  shipping_cost: money("shipping"),
  fees: money("fees"),
  discount: money("discount"),
  tax: money("tax"),
  items: ({ lines }, style) =>
    lines.map(({ quantity, name, sku }) => `${`${quantity}`.replace(".", style.decimal)} × ${name}${sku ? ` (${sku})` : ""}`),
  pieces: ({ lines }) => decimal(`${sumOf(lines.map(({ quantity }) => quantity))}`),
  ship_to_name: ({ shipping }) => shipping.name,
  ship_to_company: ({ shipping }) => shipping.company,
  ship_to_street: ({ shipping: { street1, street2 } }) => [street1, street2].filter((part) => part !== "").join(", "),
  ship_to_postal_code: ({ shipping }) => shipping.postalCode,
  ship_to_city: ({ shipping }) => shipping.city,
  ship_to_country: ({ shipping }) => shipping.country,
  tracking: ({ parcels }) => parcels.map(({ carrier, trackingNumber }) => `${carrier} ${trackingNumber}`),
  tracking_state: ({ parcels }) => parcels.map(({ status }) => new Code("parcel", status)),
  removed_at: ({ removedAt }) => removedAt,
} as const satisfies Columns<ExportRow>;

interface Printed {
  query: OrderQuery;
  /** Zone of the days in the query. */
  timeZone: string;
  style: CsvStyle;
}

/** Streams the file in chunks, at the reader's pace. */
export async function* printOrders(scope: MerchantScope, { query, timeZone, style }: Printed): AsyncGenerator<string> {
  yield csvHeader(ORDER_COLUMNS, style);
  for await (const rows of listExportPages(scope, query, timeZone)) yield csvRows(ORDER_COLUMNS, rows, style);
}

/** One object a line, with the columns of the table and, for programs, the order's id and lines. */
const jsonLines = (rows: readonly ExportRow[]): string =>
  rows.map((row) => `${JSON.stringify({ id: row.id, ...jsonRow(ORDER_COLUMNS, row), lines: row.lines })}\n`).join("");

/** What programs get. */
export const PRINTERS: Readonly<Record<ExportFormat, { head: string; print(rows: readonly ExportRow[]): string }>> = {
  csv: { head: csvHeader(ORDER_COLUMNS, RAW_STYLE), print: (rows) => csvRows(ORDER_COLUMNS, rows, RAW_STYLE) },
  jsonl: { head: "", print: jsonLines },
};
