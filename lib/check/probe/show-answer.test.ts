import fc from "fast-check";
import { expect, it } from "vitest";
import { showAnswer } from "@/lib/check/probe/show-answer";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";

const answerWith = (headers: SeenAnswer["headers"]): SeenAnswer => ({
  status: 200,
  headers,
  text: "",
  bodyBytes: 0,
  bodyState: "complete",
  json: undefined,
  defect: null,
  breaksOff: false,
});

it("no header shows a secret", () => {
  const pool = ["server", "date", "set-cookie", "constructor", "__proto__"].flatMap((name) =>
    ["a", "b=c", "geheim"].map((value) => [name, value] as const),
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pool), { maxLength: 6 }), (headers) => {
      expect(JSON.stringify(showAnswer(answerWith(headers), ["geheim"]))).not.toContain("geheim");
    }),
  );
});

it("header names that every object inherits are shown like others", () => {
  const headers = ["constructor", "__proto__", "tostring", "constructor"].map((name, index) => [name, `v${index}`] as const);
  const { headers: shown } = showAnswer(answerWith(headers), []);
  expect(Object.entries(shown)).toEqual([
    ["constructor", "v0, v3"],
    ["__proto__", "v1"],
    ["tostring", "v2"],
  ]);
});
