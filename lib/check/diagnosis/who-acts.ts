import type { Cause, CauseCode } from "@/lib/check/result";

/** Who can change what a cause names; `nobody`: it heals alone. */
export const ACTORS = ["merchant", "hosting_provider", "support", "nobody"] as const;
export type Actor = (typeof ACTORS)[number];

const BY_CODE: Record<CauseCode, Actor> = {
  target_not_allowed: "merchant",
  dns_not_found: "merchant",
  dns_failure: "merchant",
  connection_refused: "hosting_provider",
  connection_timed_out: "hosting_provider",
  connection_reset: "hosting_provider",
  ip_blocked: "hosting_provider",
  tls_expired: "hosting_provider",
  tls_name_mismatch: "hosting_provider",
  tls_untrusted: "hosting_provider",
  tls_incomplete_chain: "hosting_provider",
  tls_handshake_failed: "hosting_provider",
  access_denied: "hosting_provider",
  user_agent_blocked: "hosting_provider",
  method_blocked: "hosting_provider",
  bot_challenge: "hosting_provider",
  rate_limited: "nobody",
  banned_during_test: "hosting_provider",
  password_protected: "merchant",
  redirect_loop: "merchant",
  redirected_to_other_host: "merchant",
  cached_response: "merchant",
  maintenance_mode: "nobody",
  server_error: "hosting_provider",
  response_timed_out: "hosting_provider",
  api_not_found: "merchant",
  api_disabled: "merchant",
  wrong_platform: "merchant",
  invalid_response: "hosting_provider",
  authorization_header_stripped: "hosting_provider",
  credentials_rejected: "merchant",
  credentials_insufficient: "merchant",
};

/** Reasons that move the work to someone else than the code alone says. */
const BY_REASON: ReadonlyMap<string, Actor> = new Map([
  ["rewrite_missing", "hosting_provider"],
  ["http_scheme_unknown", "hosting_provider"],
  ["clock_skew", "hosting_provider"],
]);

/** Protections that a merchant switches in an account or a back office of their own. */
const MERCHANTS_OWN: ReadonlySet<string> = new Set([
  "cloudflare",
  "sucuri",
  "wordfence",
  "solid_security",
  "aios",
  "ninjafirewall",
  "shield",
  "secupress",
  "wp_cerber",
  "malcare",
  "bulletproof",
  "wordpress",
  "woocommerce",
  "prestashop",
  "magento",
  "shopify",
]);

/** Somebody refuses, and can be told to make an exception. */
export const REFUSALS: ReadonlySet<CauseCode> = new Set([
  "ip_blocked",
  "access_denied",
  "user_agent_blocked",
  "method_blocked",
  "bot_challenge",
  "banned_during_test",
]);

/** Who has to act on a cause, from its code, its reason and the software that blocks. */
export function decideWhoActs(cause: Pick<Cause, "code" | "reason" | "blocker">): Actor {
  const byReason = cause.reason === null ? undefined : BY_REASON.get(cause.reason);
  if (byReason !== undefined) return byReason;
  if (cause.blocker !== null && REFUSALS.has(cause.code) && MERCHANTS_OWN.has(cause.blocker)) return "merchant";
  return BY_CODE[cause.code];
}
