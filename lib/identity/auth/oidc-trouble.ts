import { AsyncLocalStorage } from "node:async_hooks";

/** Every reason why OpenID Connect let nobody in, told on the sign-in page. Words: `auth.error.<code>`. */
export const OIDC_REFUSALS = [
  "oidc_denied",
  "oidc_unreachable",
  "oidc_late",
  "oidc_clock",
  "oidc_settings",
  "oidc_too_many",
  "oidc_no_email",
  "oidc_email_unverified",
  "oidc_domain",
  "oidc_stranger",
  "oidc_not_staff",
  "oidc_other_subject",
  "oidc_role_lost",
] as const;
export type OidcRefusal = (typeof OIDC_REFUSALS)[number];

export const isOidcRefusal = (code: unknown): code is OidcRefusal => OIDC_REFUSALS.some((known) => known === code);

/**
 * What next-auth itself refused, or failed at. `oidc_denied`: the issuer said no, or the person did. `oidc_unreachable`: no answer that can be
 * used. `oidc_late`: what was kept in the browser for the way back is gone, or the code of the issuer was used or is too old. `oidc_clock`: its
 * clock and ours differ. `oidc_settings`: anything that only whoever runs this installation can mend.
 */
type OidcTrouble = Extract<OidcRefusal, "oidc_denied" | "oidc_unreachable" | "oidc_late" | "oidc_clock" | "oidc_settings">;

// next-auth and its library tell these apart by their words alone: what is sent to the issuer and back is told by the tests in oidc.db.test.ts.
const WORDS: readonly (readonly [RegExp, OidcTrouble])[] = [
  [/^(access_denied|login_required|interaction_required|consent_required|account_selection_required)\b/, "oidc_denied"],
  [/^(temporarily_unavailable|server_error)\b/, "oidc_unreachable"],
  [/cookie was missing|value could not be parsed|(state|nonce) (mismatch|missing)|^invalid_grant\b/i, "oidc_late"],
  [/^JWT (expired|not active yet|issued too far)/, "oidc_clock"],
  [/timed out|socket hang up|expected 200 OK, got: 5\d\d|is not valid JSON|Unexpected end of JSON|getaddrinfo/i, "oidc_unreachable"],
];
/** Of the network and of a certificate that is over; one that is not trusted is a matter of settings (NODE_EXTRA_CA_CERTS). */
const NETWORK_CODE = /^(E[A-Z]{4,}|CERT_HAS_EXPIRED)$/;

export function troubleOf({ message, code }: { message?: string; code?: unknown }): OidcTrouble {
  const known = WORDS.find(([words]) => words.test(message ?? ""))?.[1];
  if (known) return known;
  return typeof code === "string" && NETWORK_CODE.test(code) ? "oidc_unreachable" : "oidc_settings";
}

interface Found {
  refusal: OidcRefusal | null;
}

const current = new AsyncLocalStorage<Found>();

/** Does what next-auth does with one request. @returns its answer, and why nobody was let in */
export async function withRefusal<Answer>(work: () => Promise<Answer>): Promise<{ answer: Answer; refusal: OidcRefusal | null }> {
  const found: Found = { refusal: null };
  const answer = await current.run(found, work);
  return { answer, refusal: found.refusal };
}

/** next-auth tells the browser next to nothing. What is noted first is the cause: what follows from it comes later. */
export function noteRefusal(refusal: OidcRefusal): void {
  const found = current.getStore();
  if (found) found.refusal ??= refusal;
}
