import type { Route } from "next";
import { z } from "zod";
import { route } from "@/lib/base/route";
import { lineSchema, linesSchema } from "@/lib/base/typed-text";
import { isTimeZone } from "@/lib/base/wall-clock";
import { CLOCKS } from "@/lib/i18n/date-formats";
import { LOCALES } from "@/lib/i18n/locales";
import { MAX_PERSON_NAME } from "@/lib/identity/accounts/person-name";
import { ROLES } from "@/lib/identity/accounts/roles";
import { emailSchema, newPasswordSchema } from "@/lib/identity/auth/schema";

const personNameSchema = lineSchema(z.string().min(1, { error: "name_missing" }).max(MAX_PERSON_NAME, { error: "name_too_long" }));

export const profileSchema = z.object({
  name: personNameSchema,
  locale: z.enum(LOCALES),
  timeZone: z.string().max(64).refine(isTimeZone, { error: "time_zone_unknown" }),
  clock: z.enum(CLOCKS),
});
export type ProfileInput = z.infer<typeof profileSchema>;

/** Selectable durations of write access for staff; read access lasts until the visit ends. */
export const ACT_MINUTES = [15, 30, 60] as const;
/** A visit ends automatically after a working day. */
export const VISIT_HOURS = 8;

/** How long a reason to open orders or evidence is valid, per merchant. */
export const DATA_MINUTES = 60;

/** Staff open a merchant. A reason grants write access for a limited time; without one they only read. */
export const openMerchantSchema = z.object({
  merchantId: z.uuid(),
  reason: linesSchema(z.string().max(300)).transform((text) => (text === "" ? null : text)),
  minutes: z.coerce.number().pipe(z.literal(ACT_MINUTES)).catch(30),
  to: z.string().max(200).catch(""),
});

const reasonSchema = linesSchema(z.string().min(3).max(300));

export const openDataSchema = z.object({ merchantId: z.uuid(), reason: reasonSchema, to: z.string().max(200).catch("") });

/** A page of this merchant to continue to. Anything else becomes the overview, so that no link leads elsewhere. */
export function merchantPath(merchantId: string, path: string): Route {
  return new RegExp(`^/m/${merchantId}(?:/[A-Za-z0-9-]+)*$`).test(path) ? (path as Route) : route(`/m/${merchantId}`);
}

export const inviteSchema = z.object({ email: emailSchema, role: z.enum(ROLES) });
export type InviteInput = z.infer<typeof inviteSchema>;

export const MAX_INVITATIONS = 50;
export const INVITATION_DAYS = 7;

export const newcomerSchema = z.object({
  name: personNameSchema,
  password: newPasswordSchema,
});
export type NewcomerInput = z.infer<typeof newcomerSchema>;

/** Used if the browser reports no valid time zone. */
const USUAL_TIME_ZONE = "Europe/Amsterdam";

export const signUpSchema = newcomerSchema.extend({
  merchant: lineSchema(z.string().min(1, { error: "merchant_missing" }).max(120, { error: "name_too_long" })),
  timeZone: z.string().max(64).refine(isTimeZone).catch(USUAL_TIME_ZONE),
});
export type SignUpInput = z.infer<typeof signUpSchema>;

export const firstAccountSchema = signUpSchema.extend({ email: emailSchema });

/** Selectable durations of an owner's consent that acting staff manage members and API tokens. */
export const CONSENT_DAYS = [1, 7, 30] as const;
