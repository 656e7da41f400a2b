import { expect, it } from "vitest";
import { printCsv } from "@/lib/infra/print-csv";

it("a CSV file has codes as column names, instants in UTC, and nothing that a spreadsheet would evaluate", () => {
  const rows = [
    { at: new Date("2026-11-01T10:00:00Z"), shop: '  =HYPERLINK("http://x")', count: 3 },
    { at: null, shop: 'Bloemen, "Kaarsen"', count: 0 },
  ];
  expect([...printCsv(["at", "shop", "count"], rows)].join("")).toBe(
    '\uFEFFat,shop,count\r\n2026-11-01T10:00:00.000Z,"\'=HYPERLINK(""http://x"")",3\r\n,"Bloemen, ""Kaarsen""",0\r\n',
  );
});
