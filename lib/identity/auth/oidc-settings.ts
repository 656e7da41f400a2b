import { env } from "@/lib/infra/env";

/** How staff sign in with OpenID Connect, as whoever runs this installation set it up. */
export interface OidcSettings {
  /** As the issuer names itself, letter by letter. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What people call the issuer. */
  label: string;
  /** The claim and the values that make somebody staff; null where the issuer says nothing about that. */
  staff: { claim: string; values: readonly string[] } | null;
  /** What e-mail addresses must end with, behind the @; empty: any. */
  emailDomains: readonly string[];
  /** Whether an address is believed that the issuer does not call verified. */
  trustsEmail: boolean;
}

/** Whether the person comes in by the issuer alone, whatever password they have. */
export const mustUseIssuer = ({ isStaff }: { isStaff: boolean }): boolean => isStaff && env().OIDC_REQUIRED;

/** Null where nobody signs in that way. */
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
