import { expect, test } from "vitest";
import { multiLine, singleLine } from "@/lib/base/normalize-text";

test("a name becomes one line without invisible characters", () => {
  expect(singleLine(" Fleurs\u0000 d’\tété\r\n\u202Egpj ")).toBe("Fleurs d’ été gpj");
  expect(singleLine("متجر الزهور")).toBe("متجر الزهور");
  expect(singleLine("گل\u200Cفروشی 👩\u200D👧")).toBe("گل\u200Cفروشی 👩\u200D👧");
  expect(singleLine("\u200B \u2060")).toBe("");
});

test("a multi-line text keeps line breaks and joiners, and loses characters that PostgreSQL rejects", () => {
  expect(multiLine("\u0000 GET /wp-json\u0000\n\t403 👩‍👩‍👧 ")).toBe("GET /wp-json \n\t403 👩‍👩‍👧");
  expect(multiLine("\u200B\n\u2060 ")).toBe("");
});
