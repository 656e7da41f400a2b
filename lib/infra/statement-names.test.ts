import { expect, test } from "vitest";
import { nameStatement, statementNamer } from "@/lib/infra/statement-names";

const text = (index: number): { sql: string } => ({ sql: `SELECT ${index}` });

test("a statement gets a unique, stable name at its second use", () => {
  const nameOf = statementNamer();
  expect(nameOf(text(1))).toBe("");
  const first = nameOf(text(1));
  expect(first).not.toBe("");
  nameOf(text(2));
  expect(nameOf(text(2))).not.toBe(first);
  expect(nameOf(text(1))).toBe(first);
});

test("one-off statements accumulate neither in the process nor in PostgreSQL, and leave names to recurring ones", () => {
  const nameOf = statementNamer(3);
  for (let index = 0; index < 1_000; index += 1) expect(nameOf(text(index))).toBe("");
  const names = Array.from({ length: 10 }, (_, index) => [nameOf(text(-index)), nameOf(text(-index))][1]);
  expect(new Set(names.filter((name) => name !== "")).size).toBe(3);
  const long = { sql: `SELECT ${"$1, ".repeat(2_000)}` };
  expect([nameOf(long), nameOf(long)]).toEqual(["", ""]);
});

test.each([
  "BEGIN",
  "set local role mooring_platform",
  "select set_config('app.merchant_id', $1, true)",
  "with read as (select 1) select 2",
])("%s gets no name", (sql) => {
  const nameOf = statementNamer();
  expect([nameOf({ sql }), nameOf({ sql }), nameOf({ sql })]).toEqual(["", "", ""]);
});

test("hand-written SQL has the name of its text from the first use on", () => {
  const name = nameStatement("select 1 as unread");
  expect(statementNamer()({ sql: "select 1 as unread" })).toBe(name);
  expect(nameStatement("select 1 as unread")).toBe(name);
  expect(nameStatement("select 2 as unread")).not.toBe(name);
});
