import { z } from "zod";
import { EXPIRY_DAYS, PERMISSIONS, type Permission } from "@/lib/api/token-choices";
import { lineSchema } from "@/lib/base/typed-text";

export const newTokenSchema = z.object({
  name: lineSchema(z.string().min(1, { error: "name_missing" }).max(60, { error: "name_too_long" })),
  permission: z.enum(PERMISSIONS),
  expiresInDays: z.coerce.number().refine((days) => EXPIRY_DAYS.some((known) => known === days)),
});
export type NewToken = z.infer<typeof newTokenSchema>;

export const MAX_TOKENS = 50;

export const isPermission = (value: unknown): value is Permission => PERMISSIONS.some((permission) => permission === value);
