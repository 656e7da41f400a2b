import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Code, type Columns, type CsvStyle, csvFormOf, csvLine, printCsv } from "@/lib/infra/print-csv";

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

it("one table of columns serves people, in their words and numbers, and programs", () => {
  const columns: Columns<{ at: Date; states: string[]; ms: number; count: number; details: object }> = {
    at_utc: ({ at }) => at,
    states: ({ states }) => states.map((code) => new Code("state", code)),
    ms: ({ ms }) => ms,
    count: ({ count }) => count,
    details: ({ details }) => details,
  };
  const row = { at: new Date("2026-11-01T10:00:00Z"), states: ["regular", "off"], ms: -12.3456, count: 7, details: { name: "a" } };
  const people: CsvStyle = {
    ...csvFormOf("de"),
    heading: (column) => `<${column}>`,
    instant: () => "2026-11-01 11:00:00",
    word: ({ kind, code }) => `${kind} ${code}`,
    fields: (values) => Object.keys(values).join(),
    number: (value) => (Number.isInteger(value) ? String(value) : value.toFixed(2)),
  };
  expect([...printCsv(columns, [row], people)].join("")).toBe(
    '\uFEFF<at_utc>;<states>;<ms>;<count>;<details>\r\n2026-11-01 11:00:00;"state regular; state off";-12,35;7;name\r\n',
  );
  expect([...printCsv(columns, [row])].join("")).toBe(
    '\uFEFFat_utc,states,ms,count,details\r\n2026-11-01T10:00:00.000Z,regular; off,-12.3456,7,"{""name"":""a""}"\r\n',
  );
});
