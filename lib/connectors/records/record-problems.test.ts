import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { describeIssues } from "@/lib/connectors/records/order-fields";
import { printProblems, type RecordProblem, readProblems } from "@/lib/connectors/records/record-problems";

const problem: fc.Arbitrary<RecordProblem> = fc.record({
  field: fc.stringMatching(/^[a-z_]{1,12}(\.\d{1,2}\.[a-z_]{1,12})?$/),
  problem: fc.constantFrom("missing", "wrong", "breaks"),
});

test("printed problems are parsed back unchanged", () => {
  fc.assert(
    fc.property(fc.uniqueArray(problem, { minLength: 1, maxLength: 5, selector: ({ field }) => field }), (problems) => {
      expect(readProblems(printProblems(problems))).toEqual(problems);
    }),
  );
});

test("text of another form is not parsed as problems", () => {
  expect(readProblems("currency: is not a currency code")).toBeNull();
  expect(readProblems("")).toBeNull();
});

test("an omitted field is reported as missing, any other as wrong, and never its value", () => {
  const schema = z.object({ total: z.string(), lines: z.array(z.object({ price: z.number(), sku: z.string() })) });
  const about = (raw: unknown): RecordProblem[] | null => {
    const { error } = schema.safeParse(raw);
    return error ? readProblems(describeIssues(error, raw)) : [];
  };
  expect(about({ lines: [{ price: "secret", sku: null }] })).toEqual([
    { field: "total", problem: "missing" },
    { field: "lines.0.price", problem: "wrong" },
    { field: "lines.0.sku", problem: "missing" },
  ]);
  expect(about("secret")).toEqual([{ field: "record", problem: "wrong" }]);
});
