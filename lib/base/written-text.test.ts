import { expect, test } from "vitest";
import { oneLine, severalLines } from "@/lib/base/written-text";

test("a name becomes one line without invisible characters", () => {
  expect(oneLine(" Fleurs\u0000 d’\tété\r\n\u202Egpj ")).toBe("Fleurs d’ été gpj");
  expect(oneLine("متجر الزهور")).toBe("متجر الزهور");
  expect(oneLine("گل\u200Cفروشی 👩\u200D👧")).toBe("گل\u200Cفروشی 👩\u200D👧");
  expect(oneLine("\u200B \u2060")).toBe("");
});

test("a multi-line text keeps line breaks and joiners, and loses characters that PostgreSQL rejects", () => {
  expect(severalLines("\u0000 GET /wp-json\u0000\n\t403 👩‍👩‍👧 ")).toBe("GET /wp-json \n\t403 👩‍👩‍👧");
  expect(severalLines("\u200B\n\u2060 ")).toBe("");
});
