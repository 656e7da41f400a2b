import { z } from "zod";

/**
 * A value that a person pasted into the credentials form: blanks, line breaks and invisible characters around it go. Issues carry codes
 * of lib/shops/credentials.ts as their messages, which the form finds its words by.
 */
export const pastedText = z
  .string("missing")
  .max(1000, "too_long")
  .transform((text) => text.replace(/^[\s\u200B-\u200D\u2060\uFEFF]+|[\s\u200B-\u200D\u2060\uFEFF]+$/g, ""))
  .refine((text) => text !== "", { message: "missing", abort: true });
