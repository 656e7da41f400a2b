import fc from "fast-check";
import { expect, it } from "vitest";
import { emailsInText } from "@/lib/base/texts";
import { trimEndOf, trimSlashes } from "@/lib/base/trim-end";

const anyText = fc.string({ unit: fc.constantFrom("@", "a", "é", ".", " ", '"', "\\", "<", ";", "\n", "/", "0"), maxLength: 40 });

it("finds what the pattern for addresses finds", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(emailsInText(text)).toEqual(text.match(/[^\s"'<>(),;:\\]+@[^\s"'<>(),;:\\]+/g) ?? []);
    }),
  );
});

it("trims what the pattern for the end trims", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(trimSlashes(text)).toBe(text.replace(/\/+$/, ""));
      expect(trimEndOf(text, "0")).toBe(text.replace(/0+$/, ""));
    }),
  );
});

it("a megabyte without an address, or of slashes before a letter, is read at once", () => {
  expect(emailsInText("a".repeat(1_000_000))).toEqual([]);
  expect(emailsInText("a ".repeat(500_000))).toEqual([]);
  expect(trimSlashes(`${"/".repeat(1_000_000)}a`)).toHaveLength(1_000_001);
});
