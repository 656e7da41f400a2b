import { z } from "zod";

// Parses text pasted into the credentials form. Keys contain neither blanks nor invisible characters: what was copied along is removed where the key
// is unambiguous; otherwise the text is refused with the reason.

/** Removes invisible characters and unifies blanks. */
const seen = (text: string): string =>
  text
    .replace(/\p{Cf}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();

/** Whether the text is empty or invisible, as in an optional field left empty. */
export const isBlank = (value: unknown): boolean => typeof value === "string" && seen(value) === "";

/** Removes all blanks, joining a key that was broken into lines. */
export const joined = (text: string): string => text.replaceAll(" ", "");

/** Removes quotes, brackets and dots around a key. */
export function bare(text: string): string {
  const signs = [...joined(text)];
  const isOfKey = (sign: string): boolean => /[\p{L}\p{N}_]/u.test(sign);
  return signs.slice(signs.findIndex(isOfKey), signs.findLastIndex(isOfKey) + 1).join("");
}

/** A masked secret, as pages show it. */
const isMasked = (text: string): boolean => /^[•●∙⋅·*.…]{3,}$/.test(joined(text));

/** The only match in the text; null without one, or with several different ones. */
export function onlyOne(text: string, pattern: RegExp): string | null {
  const found = new Set(Array.from(text.matchAll(pattern), ([value]) => value));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

/** Whether the text contains several different matches. */
export const holdsSeveral = (text: string, pattern: RegExp): boolean =>
  new Set(Array.from(text.matchAll(pattern), ([value]) => value)).size > 1;

/** The key in the text, or the code of the problem (lib/connectors/credentials.ts). */
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
