import { z } from "zod";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";

/** Compared and stored in lower case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: "email_invalid" }).max(254, { error: "email_invalid" }));

const typedPassword = z.string().min(1, { error: "password_missing" }).max(MAX_PASSWORD_LENGTH, { error: "password_too_long" });

/** Six digits from an app, or a recovery code, possibly with spaces and hyphens. */
export const codeSchema = z.string().trim().min(1, { error: "code_missing" }).max(40, { error: "code_wrong" });

export const signInSchema = z.object({ email: emailSchema, password: typedPassword, code: codeSchema.optional() });
export type SignInInput = z.infer<typeof signInSchema>;

export const newPasswordSchema = z
  .string()
  .min(MIN_PASSWORD_LENGTH, { error: "password_too_short" })
  .max(MAX_PASSWORD_LENGTH, { error: "password_too_long" });

/** A fresh proof of who uses the session; the code is needed only with a second factor. */
export const proofSchema = z.object({
  password: typedPassword,
  code: z.preprocess((typed) => (typed === "" ? undefined : typed), codeSchema.optional()),
});

/** A browser's answer about a passkey; verified by the library for WebAuthn. */
export const passkeyAnswerSchema = z.object({
  challengeId: z.uuid(),
  response: z.looseObject({ id: z.string().min(1).max(1400), type: z.literal("public-key") }),
});

export const changePasswordSchema = z.object({ current: typedPassword, next: newPasswordSchema });
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;
