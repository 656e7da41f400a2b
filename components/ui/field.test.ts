import { expect, test } from "vitest";
import { setTextValidity } from "@/components/ui/field";

const validityOf = (value: string, { required = true, minLength = -1 } = {}): string => {
  let reported = "nothing";
  const setCustomValidity = (message: string): void => {
    reported = message;
  };
  setTextValidity({ value, required, minLength, setCustomValidity });
  return reported;
};

test("blanks and invisible characters do not count as text", () => {
  for (const blank of [" ", "   ", "\u00A0", "\t\n", "\u200B", " \uFEFF "])
    expect(validityOf(blank), JSON.stringify(blank)).toBe("missing");
  expect(validityOf("  a ", { minLength: 3 })).toBe("short");
  expect(validityOf(" abc ", { minLength: 3 })).toBe("");
  expect(validityOf(" a ")).toBe("");
});

test("an empty field is left to the browser, and an optional one is always valid", () => {
  expect(validityOf("")).toBe("");
  expect(validityOf("  ", { required: false })).toBe("");
});
