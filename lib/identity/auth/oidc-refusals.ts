import { AsyncLocalStorage } from "node:async_hooks";

/** Reasons why a sign-in with OpenID Connect is refused, shown on the sign-in page. Texts: `auth.error.<code>`. */
const OIDC_REFUSALS = [
  "oidc_denied",
  "oidc_unreachable",
  "oidc_late",
  "oidc_clock",
  "oidc_settings",
  "oidc_too_many",
  "oidc_no_email",
  "oidc_email_unverified",
  "oidc_domain",
  "oidc_unknown",
  "oidc_not_staff",
  "oidc_other_subject",
  "oidc_role_lost",
] as const;
export type OidcRefusal = (typeof OIDC_REFUSALS)[number];

export const isOidcRefusal = (code: unknown): code is OidcRefusal => OIDC_REFUSALS.some((known) => known === code);

/**
 * Failures in next-auth. `oidc_denied`: the issuer or the person refused. `oidc_unreachable`: no usable response. `oidc_late`: the cookies of the
 * sign-in are gone, or the issuer's code was used or expired. `oidc_clock`: clocks differ. `oidc_settings`: the operator must fix it.
 */
type OidcTrouble = Extract<OidcRefusal, "oidc_denied" | "oidc_unreachable" | "oidc_late" | "oidc_clock" | "oidc_settings">;

// next-auth and its library distinguish these only by message. oidc.db.test.ts verifies each against a real issuer.
const PATTERNS: readonly (readonly [RegExp, OidcTrouble])[] = [
  [/^(access_denied|login_required|interaction_required|consent_required|account_selection_required)\b/, "oidc_denied"],
  [/^(temporarily_unavailable|server_error)\b/, "oidc_unreachable"],
  [/cookie was missing|value could not be parsed|(state|nonce) (mismatch|missing)|^invalid_grant\b/i, "oidc_late"],
  [/^JWT (expired|not active yet|issued too far)/, "oidc_clock"],
  [/timed out|socket hang up|expected 200 OK, got: 5\d\d|is not valid JSON|Unexpected end of JSON|getaddrinfo/i, "oidc_unreachable"],
];
/** Network errors and an expired certificate. An untrusted certificate is a matter of settings (NODE_EXTRA_CA_CERTS). */
const NETWORK_CODE = /^(E[A-Z]{4,}|CERT_HAS_EXPIRED)$/;

export function classifyOidcError({ message, code }: { message?: string; code?: unknown }): OidcTrouble {
  const known = PATTERNS.find(([pattern]) => pattern.test(message ?? ""))?.[1];
  if (known) return known;
  return typeof code === "string" && NETWORK_CODE.test(code) ? "oidc_unreachable" : "oidc_settings";
}

interface Found {
  refusal: OidcRefusal | null;
}

const current = new AsyncLocalStorage<Found>();

/** Runs one request through next-auth. @returns its response, and why the sign-in was refused */
export async function withRefusal<Answer>(work: () => Promise<Answer>): Promise<{ answer: Answer; refusal: OidcRefusal | null }> {
  const found: Found = { refusal: null };
  const answer = await current.run(found, work);
  return { answer, refusal: found.refusal };
}

/** next-auth does not expose the reason in its response. The first refusal is the cause; later ones follow from it. */
export function recordRefusal(refusal: OidcRefusal): void {
  const found = current.getStore();
  if (found) found.refusal ??= refusal;
}
