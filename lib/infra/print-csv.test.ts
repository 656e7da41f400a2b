import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Columns, csvLine, printCsv } from "@/lib/infra/print-csv";

it("a CSV file has codes as column names, instants in UTC, and nothing that a spreadsheet would evaluate", () => {
  const rows = [
    { at: new Date("2026-11-01T10:00:00Z"), shop: '  =HYPERLINK("http://x")', count: 3 },
    { at: null, shop: 'Bloemen, "Kaarsen"', count: 0 },
  ];
  const columns: Columns<(typeof rows)[number]> = { at: ({ at }) => at, shop: ({ shop }) => shop, count: ({ count }) => count };
  expect([...printCsv(columns, rows)].join("")).toBe(
    '\uFEFFat,shop,count\r\n2026-11-01T10:00:00.000Z,"\'=HYPERLINK(""http://x"")",3\r\n,"Bloemen, ""Kaarsen""",0\r\n',
  );
});

it("never prints a cell that a spreadsheet interprets as a formula", () => {
  fc.assert(
    fc.property(fc.constantFrom("=", "+", "-", "@", "\t", "\r", " =", "\n-", "|", "%"), fc.string(), (start, rest) => {
      expect(csvLine([`${start}${rest}`]).replace(/^"/, "")).not.toMatch(/^[=+\-@|%\t ]/);
    }),
  );
});

it("round-trips every cell, whatever characters it contains", () => {
  const cell = fc.string({ unit: "grapheme", minLength: 1 }).map((text) => `x${text.replace(/[\0\r]/g, "")}`);
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 6 }), (cells) => {
      expect(parse(csvLine(["a", ...cells]))[0]?.slice(1)).toEqual(cells);
    }),
  );
});
