import { env } from "@/lib/infra/env";

/** The operator's settings for staff sign-in with OpenID Connect. */
export interface OidcSettings {
  /** Exactly as the issuer names itself. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  label: string;
  /** The claim and the values that make a person staff, each optionally with `=` and a role. Null if not configured. */
  staff: { claim: string; values: readonly string[] } | null;
  emailDomains: readonly string[];
  /** Whether to accept addresses that the issuer does not mark as verified. */
  trustsEmail: boolean;
}

/** Whether this person must sign in through the issuer, even with a valid password. */
export const mustUseIssuer = ({ isStaff }: { isStaff: boolean }): boolean => isStaff && env().OIDC_REQUIRED;

export function oidcSettings(): OidcSettings | null {
  const set = env();
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = set;
  if (!issuer || !clientId || !clientSecret) return null;
  return {
    issuer,
    clientId,
    clientSecret,
    label: set.OIDC_LABEL ?? new URL(issuer).host,
    staff: set.OIDC_STAFF_CLAIM ? { claim: set.OIDC_STAFF_CLAIM, values: set.OIDC_STAFF_VALUES } : null,
    emailDomains: set.OIDC_EMAIL_DOMAINS,
    trustsEmail: set.OIDC_TRUST_EMAIL,
  };
}
