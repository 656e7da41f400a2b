import { z } from "zod";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "@/lib/auth/password-length";

/** As people type it; compared and stored in lower case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: "email_invalid" }).max(254, { error: "email_invalid" }));

const typedPassword = z.string().min(1, { error: "password_missing" }).max(LONGEST_PASSWORD, { error: "password_too_long" });

export const signInSchema = z.object({ email: emailSchema, password: typedPassword });
export type SignInInput = z.infer<typeof signInSchema>;

/** A password that is chosen now. */
export const newPasswordSchema = z
  .string()
  .min(SHORTEST_PASSWORD, { error: "password_too_short" })
  .max(LONGEST_PASSWORD, { error: "password_too_long" });

export const changePasswordSchema = z.object({ current: typedPassword, next: newPasswordSchema });
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;
