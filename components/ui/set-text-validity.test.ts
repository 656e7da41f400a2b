import { expect, test } from "vitest";
import { setTextValidity } from "@/components/ui/set-text-validity";

const judged = (value: string, { required = true, minLength = -1 } = {}): string => {
  let said = "nothing";
  const setCustomValidity = (message: string): void => {
    said = message;
  };
  setTextValidity({ value, required, minLength, setCustomValidity });
  return said;
};

test("blanks and invisible marks are no text, and count for none of its characters", () => {
  for (const blank of [" ", "   ", "\u00A0", "\t\n", "\u200B", " \uFEFF "]) expect(judged(blank), JSON.stringify(blank)).toBe("missing");
  expect(judged("  a ", { minLength: 3 })).toBe("short");
  expect(judged(" abc ", { minLength: 3 })).toBe("");
  expect(judged(" a ")).toBe("");
});

test("an empty field is judged by the browser itself, and one that may stay empty by nothing", () => {
  expect(judged("")).toBe("");
  expect(judged("  ", { required: false })).toBe("");
});
