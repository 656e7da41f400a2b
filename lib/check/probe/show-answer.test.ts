import fc from "fast-check";
import { expect, it } from "vitest";
import { AnswerShow } from "@/lib/check/probe/show-answer";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";

it("the headers of an answer are shown the same whatever was shown before", () => {
  const pool = ["server", "date", "set-cookie", "constructor", "__proto__"].flatMap((name) =>
    ["a", "b=c", "geheim"].map((value) => [name, value] as const),
  );
  const heads = fc.array(fc.array(fc.constantFrom(...pool), { maxLength: 6 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(heads, (all) => {
      const show = new AnswerShow(["geheim"]);
      for (const headers of all) {
        const answer = {
          status: 200,
          headers,
          text: "",
          bodyBytes: 0,
          bodyState: "complete",
          json: undefined,
          defect: null,
          breaksOff: false,
        };
        const fresh = new AnswerShow(["geheim"]).show(answer as SeenAnswer);
        expect(show.show(answer as SeenAnswer)).toEqual(fresh);
        expect(JSON.stringify(fresh)).not.toContain("geheim");
      }
    }),
  );
});

it("names that every object has are shown like other headers", () => {
  const headers = ["constructor", "__proto__", "tostring", "constructor"].map((name, index) => [name, `v${index}`] as const);
  const answer = { status: 200, headers, text: "", bodyBytes: 0, bodyState: "complete", json: undefined, defect: null, breaksOff: false };
  const { headers: shown } = new AnswerShow([]).show(answer as SeenAnswer);
  expect(Object.entries(shown)).toEqual([
    ["constructor", "v0, v3"],
    ["__proto__", "v1"],
    ["tostring", "v2"],
  ]);
});
