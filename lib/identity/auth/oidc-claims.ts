import { z } from "zod";
import { ok, type Result, refuse } from "@/lib/base/result";
import { SECOND_MS } from "@/lib/base/units";
import { isStaffRole, STAFF_ROLES, type StaffRole } from "@/lib/identity/accounts/staff-roles";
import type { OidcSettings } from "@/lib/identity/auth/oidc-settings";
import { emailSchema } from "@/lib/identity/auth/schema";

export interface OidcIdentity {
  issuer: string;
  subject: string;
  email: string;
  name: string;
  /** Whether the issuer's claim grants the staff role; `unasked` if no claim is configured. */
  role: "granted" | "withheld" | "unasked";
  /** The highest role that the claim names; null if Mooring assigns the role. */
  staffRole: StaffRole | null;
  /** When the person last authenticated at the issuer; null if the issuer does not say. */
  authenticatedAt: Date | null;
}

export type ClaimsRefusal = "oidc_settings" | "oidc_no_email" | "oidc_email_unverified" | "oidc_domain";

const claimsSchema = z.looseObject({ iss: z.string().min(1), sub: z.string().min(1).max(255) });
const authTimeSchema = z.number().int().nonnegative().max(1e11);
const nameSchema = z.string().trim().min(1).max(120);

/** Finds a claim by name. If there is none, a dot descends into objects, as in `realm_access.roles`. */
function findClaim(claims: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let found: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}

/** A configured value such as `support` or `support=lead`. */
function readStaffValue(text: string): { value: string; role: StaffRole | null } {
  const at = text.lastIndexOf("=");
  const role = text.slice(at + 1);
  return at > 0 && isStaffRole(role) ? { value: text.slice(0, at), role } : { value: text, role: null };
}

function roleOf(claims: Record<string, unknown>, staff: OidcSettings["staff"]): Pick<OidcIdentity, "role" | "staffRole"> {
  if (!staff) return { role: "unasked", staffRole: null };
  const has = [findClaim(claims, staff.claim)].flat();
  const granted = staff.values.map(readStaffValue).filter(({ value }) => has.includes(value));
  if (granted.length === 0) return { role: "withheld", staffRole: null };
  return { role: "granted", staffRole: STAFF_ROLES.findLast((role) => granted.some((one) => one.role === role)) ?? null };
}

/** Validates claims whose signature was verified. Some issuers send booleans as strings. */
export function readClaims(raw: unknown, settings: OidcSettings): Result<OidcIdentity, ClaimsRefusal> {
  const parsed = claimsSchema.safeParse(raw);
  if (!parsed.success || parsed.data.iss !== settings.issuer) return refuse("oidc_settings");
  const claims = parsed.data;
  const email = emailSchema.safeParse(claims["email"]);
  if (!email.success) return refuse("oidc_no_email");
  const isVerified = claims["email_verified"] === true || claims["email_verified"] === "true";
  if (!isVerified && !settings.trustsEmail) return refuse("oidc_email_unverified");
  const domain = email.data.slice(email.data.lastIndexOf("@") + 1);
  if (settings.emailDomains.length > 0 && !settings.emailDomains.includes(domain)) return refuse("oidc_domain");
  const name = nameSchema.safeParse(claims["name"]);
  const authTime = authTimeSchema.safeParse(claims["auth_time"]);
  return ok({
    issuer: claims.iss,
    subject: claims.sub,
    email: email.data,
    name: name.success ? name.data : email.data.slice(0, 120),
    ...roleOf(claims, settings.staff),
    authenticatedAt: authTime.success ? new Date(authTime.data * SECOND_MS) : null,
  });
}
