import { z } from "zod";
import { EXPIRY_DAYS, TOKEN_SCOPES, type TokenScope } from "@/lib/api/token-choices";
import { lineSchema } from "@/lib/base/typed-text";

export const newTokenSchema = z.object({
  name: lineSchema(z.string().min(1, { error: "name_missing" }).max(60, { error: "name_too_long" })),
  /** `read` is added. */
  scopes: z.array(z.enum(TOKEN_SCOPES)).max(TOKEN_SCOPES.length),
  /** The only shops that it may use; empty allows all, including later ones. */
  integrationIds: z.array(z.uuid()).max(500),
  expiresInDays: z.coerce.number().refine((days) => EXPIRY_DAYS.some((known) => known === days)),
});
export type NewToken = z.infer<typeof newTokenSchema>;

export const MAX_TOKENS = 50;

/** Least first, with `read`; drops unknown ones. */
export const toScopes = (stored: readonly string[]): TokenScope[] =>
  TOKEN_SCOPES.filter((scope) => scope === "read" || stored.includes(scope));
