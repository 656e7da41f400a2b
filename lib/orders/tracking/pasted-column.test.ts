import { expect, it } from "vitest";
import { readPastedColumn } from "@/lib/orders/tracking/cell-text";

it.each([
  ["one cell, with the line break that a spreadsheet adds", "3S1\r\n", ["3S1"]],
  ["a column, with and without the last line break", "3S1\n3S2\n", ["3S1", "3S2"]],
  ["a column of an old Mac", "3S1\r3S2", ["3S1", "3S2"]],
  ["a blank cell, which is an order without a number", "3S1\r\n\r\n3S3\r\n", ["3S1", "", "3S3"]],
  ["two columns, of which it uses the first", " 3S1\t27 Nov\r\n3S2\t\r\n", ["3S1", "3S2"]],
  ["numbers exported as formulas, and in quotes", '="00340434"\r\n"3S 2"\r\n"=""00340435"""\r\n"', ["00340434", "3S 2", "00340435", '"']],
])("reads %s", (_, text, cells) => {
  expect(readPastedColumn(text)).toEqual(cells);
});
