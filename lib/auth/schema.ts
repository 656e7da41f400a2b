import { z } from "zod";

export const signInSchema = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.email({ error: "email_invalid" }).max(254, { error: "email_invalid" })),
  password: z.string().min(1, { error: "password_missing" }).max(200, { error: "password_too_long" }),
});

export type SignInInput = z.infer<typeof signInSchema>;
