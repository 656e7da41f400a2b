import { z } from "zod";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "@/lib/identity/auth/password-length";

/** As people type it; compared and stored in lower case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: "email_invalid" }).max(254, { error: "email_invalid" }));

const typedPassword = z.string().min(1, { error: "password_missing" }).max(LONGEST_PASSWORD, { error: "password_too_long" });

/** Six digits of an app or a recovery code, with the blanks and hyphens that people type. */
export const codeSchema = z.string().trim().min(1, { error: "code_missing" }).max(40, { error: "code_wrong" });

export const signInSchema = z.object({ email: emailSchema, password: typedPassword, code: codeSchema.optional() });
export type SignInInput = z.infer<typeof signInSchema>;

/** A password that is chosen now. */
export const newPasswordSchema = z
  .string()
  .min(SHORTEST_PASSWORD, { error: "password_too_short" })
  .max(LONGEST_PASSWORD, { error: "password_too_long" });

/** What asks for the password once more before it is done. */
export const passwordSchema = z.object({ password: typedPassword });

export const changePasswordSchema = z.object({ current: typedPassword, next: newPasswordSchema });
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;
