import { z } from "zod";

// What a user pasted into the credentials form. Keys contain neither blanks nor invisible characters: what was copied along is removed where the
// key is unambiguous; the rest is refused with the reason.

/** Removes invisible characters and unifies blanks. */
const seen = (text: string): string =>
  text
    .replace(/\p{Cf}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();

/** Whether nothing visible remains: an optional field that was left empty. */
export const isBlank = (value: unknown): boolean => typeof value === "string" && seen(value) === "";

/** Removes all blanks: joins a key that was broken into lines. */
export const joined = (text: string): string => text.replaceAll(" ", "");

/** Removes quotes, brackets and dots around a key. */
export const bare = (text: string): string => joined(text).replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, "");

/** A masked secret, as pages show it. */
const isMasked = (text: string): boolean => /^[•●∙⋅·*.…]{3,}$/.test(joined(text));

/** The only value of this kind in a text; null without one, or with several that differ. */
export function onlyOne(text: string, pattern: RegExp): string | null {
  const found = new Set(Array.from(text.matchAll(pattern), ([value]) => value));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

/** Whether a text contains several different values of this kind. */
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
