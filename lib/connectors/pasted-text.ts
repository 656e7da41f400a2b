import { z } from "zod";

// What a person pasted into the credentials form. Keys hold neither blanks nor marks: what came along with one when it was copied, out of a mail, a
// document or the page of the shop, is taken away where it is beyond doubt which characters are the key. The rest is refused with what is wrong with it.

/** Without marks that nobody sees; every blank is one of the same kind. */
const seen = (text: string): string =>
  text
    .replace(/\p{Cf}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();

/** Whether nothing is seen of it: a field that a form sends empty when it was left out. */
export const isBlank = (value: unknown): boolean => typeof value === "string" && seen(value) === "";

/** The same without any blank: a key that was broken into lines is whole again. */
export const joined = (text: string): string => text.replaceAll(" ", "");

/** The characters of a key alone where nothing but quotes, brackets and dots stands around them. */
export const bare = (text: string): string => joined(text).replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, "");

/** What a page shows in the place of a secret. */
const isMasked = (text: string): boolean => /^[•●∙⋅·*.…]{3,}$/.test(joined(text));

/** The one value of its kind that a text holds, or null; `null` too where it holds several that differ. */
export function onlyOne(text: string, pattern: RegExp): string | null {
  const found = new Set(Array.from(text.matchAll(pattern), ([value]) => value));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

/** Whether a text holds several values of a kind that differ. */
export const holdsSeveral = (text: string, pattern: RegExp): boolean =>
  new Set(Array.from(text.matchAll(pattern), ([value]) => value)).size > 1;

/** The key in a text that is neither blank nor masked, or the code of what is wrong. Codes: lib/connectors/credentials.ts, where the form finds its words. */
export type ReadKey = (text: string) => { key: string } | { problem: string };

export const pastedKey = (read: ReadKey) =>
  z
    .string("missing")
    .max(1000, "too_long")
    .transform((typed, context) => {
      const text = seen(typed);
      const found = text === "" ? { problem: "missing" } : isMasked(text) ? { problem: "masked" } : read(text);
      if ("key" in found) return found.key;
      context.addIssue({ code: "custom", message: found.problem });
      return z.NEVER;
    });
