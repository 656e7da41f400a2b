import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type CsvStyle, csvFormOf, csvHeader, csvRows, RAW_STYLE } from "@/lib/infra/print-csv";
import { ORDER_COLUMNS, PRINTERS } from "@/lib/orders/export/csv";
import type { ExportRow } from "@/lib/orders/export/data";

const ADDRESS = { name: "", company: "", street1: "", street2: "", city: "", state: "", postalCode: "", country: "", email: "", phone: "" };
const EXPORT_COLUMNS = Object.keys(ORDER_COLUMNS);
const styleOf = (locale: string): CsvStyle => ({ ...RAW_STYLE, ...csvFormOf(locale), heading: (column) => `Ä ${column}` });
const printRows = (rows: readonly ExportRow[], style: CsvStyle): string => csvRows(ORDER_COLUMNS, rows, style);
const row = (change: Partial<ExportRow> = {}): ExportRow => ({
  id: "019a0000-0000-7000-8000-000000000001",
  number: "1001",
  shop: "Bloemen",
  status: "processing",
  statusName: null,
  currency: "EUR",
  total: "12.50",
  customerName: "Anneke",
  customerEmail: "a@b.example",
  totals: { shipping: "4.95", fees: "1.5", discount: "0", tax: "2.17" },
  shipping: ADDRESS,
  lines: [],
  placedAt: new Date("2026-11-01T10:00:00Z"),
  paidAt: null,
  removedAt: null,
  parcels: [],
  ...change,
});

const readCsv = (text: string, delimiter: string): string[][] => parse(text, { delimiter, record_delimiter: "\r\n" });

it("an export begins with a UTF-8 byte order mark and one name per column", () => {
  const header = csvHeader(ORDER_COLUMNS, styleOf("en"));
  expect(header.charCodeAt(0)).toBe(0xfeff);
  expect(readCsv(header.slice(1), ",")).toEqual([EXPORT_COLUMNS.map((column) => `Ä ${column}`)]);
});

it("an export keeps every text in its own cell and never starts a formula, in both formats", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc
      .tuple(
        fc.constantFrom("", " ", "\t", "\r\n", "\u0000", "\u0001 "),
        fc.constantFrom("=", "+", "-", "@", "\t", "\r"),
        fc.string({ maxLength: 8 }),
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), fc.constantFrom("en", "de"), (texts, locale) => {
      const form = styleOf(locale);
      const rows = texts.map((customerName) => row({ customerName, status: customerName }));
      const read = readCsv(printRows(rows, form), form.delimiter);
      expect(read).toHaveLength(texts.length);
      for (const [index, cells] of read.entries()) {
        expect(cells).toHaveLength(EXPORT_COLUMNS.length);
        for (const cell of cells) expect(cell).not.toMatch(/^[\s\p{Cc}]*[=+@]|^[\s\p{Cc}]*-(?!\d)/u);
        const shown = cells[EXPORT_COLUMNS.indexOf("customer")] ?? "";
        const given = (texts[index] ?? "").replaceAll("\u0000", "").replace(/^[\s\p{Cc}]+/u, "");
        expect([given, `'${given}`]).toContain(shown);
      }
    }),
    { numRuns: 300 },
  );
});

it("an export writes amounts in the number format of the language, negative ones too", () => {
  const refund = row({
    total: "-1234.50",
    lines: [
      {
        externalId: "1",
        name: "Vase; blue",
        sku: "V",
        quantity: 2,
        unitPrice: "5",
        total: "10",
        hsCode: null,
        weightGrams: null,
        originCountry: null,
      },
    ],
  });
  const cell = (locale: string, column: string): string | undefined => {
    const form = styleOf(locale);
    return readCsv(printRows([refund], form), form.delimiter)[0]?.[EXPORT_COLUMNS.indexOf(column)];
  };
  expect(cell("en", "total")).toBe("-1234.50");
  expect(cell("de", "total")).toBe("-1234,50");
  // As on the order's page: what is neither a line nor shipping.
  expect(cell("de", "fees")).toBe("1,50");
  expect(cell("de", "items")).toBe("2 × Vase; blue (V)");
  expect(cell("de", "pieces")).toBe("2");
  // Text that is not an amount passes the formula guard.
  expect(printRows([row({ total: "=1+1" })], styleOf("en"))).toContain("'=1+1");
});

it("an export writes fractional quantities in that format, without floating-point noise", () => {
  const line = { externalId: "1", name: "Tea", sku: "", unitPrice: "5", total: "1", hsCode: null, weightGrams: null, originCountry: null };
  const order = row({ lines: [0.1, 0.2, 0.4].map((quantity) => ({ ...line, quantity })) });
  const cells = (locale: string): string[] => readCsv(printRows([order], styleOf(locale)), csvFormOf(locale).delimiter)[0] ?? [];
  const [items, pieces] = [EXPORT_COLUMNS.indexOf("items"), EXPORT_COLUMNS.indexOf("pieces")];
  expect([cells("en")[items], cells("en")[pieces]]).toEqual(["0.1 × Tea; 0.2 × Tea; 0.4 × Tea", "0.7"]);
  expect([cells("de")[items], cells("de")[pieces]]).toEqual(["0,1 × Tea; 0,2 × Tea; 0,4 × Tea", "0,7"]);
});

it("an export as JSON lines has one object for each order, with raw values and the lines as they are", () => {
  const line = {
    externalId: "1",
    name: "Tea",
    sku: "T",
    quantity: 2,
    unitPrice: "5",
    total: "10",
    hsCode: null,
    weightGrams: null,
    originCountry: null,
  };
  const given = [
    row({ customerName: "=Ada\nB", lines: [line], parcels: [{ carrier: "DHL", trackingNumber: "J1", status: "sent" }] }),
    row({ number: "2" }),
  ];
  const { head, print } = PRINTERS.jsonl;
  const texts = (head + print(given)).split("\n");
  expect(texts).toHaveLength(3);
  const [first, second] = texts.slice(0, 2).map((text) => JSON.parse(text));
  expect(Object.keys(first)).toEqual(["id", ...EXPORT_COLUMNS, "lines"]);
  expect(first).toMatchObject({
    id: row().id,
    customer: "=Ada\nB",
    total: "12.50",
    placed_at: "2026-11-01T10:00:00.000Z",
    paid_at: null,
    pieces: "2",
  });
  expect(first).toMatchObject({ items: ["2 × Tea (T)"], tracking: ["DHL J1"], tracking_state: ["sent"], lines: [line] });
  expect(second).toMatchObject({ number: "2", items: [], lines: [] });
});
