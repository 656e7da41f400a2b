import type { LaneReason } from "@/lib/health/lane/lane";

export type CausesFound = Extract<LaneReason, { code: "causes_found" }>;

/** Causes that a single request without a key can detect; when it passes, the cause may be fixed. */
const PROBE_VISIBLE: ReadonlySet<string> = new Set([
  "dns_not_found",
  "ip_blocked",
  "tls_expired",
  "tls_name_mismatch",
  "tls_untrusted",
  "tls_incomplete_chain",
  "tls_handshake_failed",
  "access_denied",
  "user_agent_blocked",
  "method_blocked",
  "body_too_large",
  "bot_challenge",
  "password_protected",
  "redirect_loop",
  "redirected_to_other_host",
  "api_not_found",
  "api_disabled",
  "closed_to_visitors",
  "authorization_header_stripped",
]);

/** The key is refused: only a request with the key shows whether it works again. */
export const waitsForKey = (reason: LaneReason): boolean =>
  (reason.code === "causes_found" && reason.cause === "credentials_rejected") ||
  (reason.code === "failed" && reason.failure === "credentials_rejected");

/** The lane waits for a first or another key. */
export const isAboutKey = (reason: LaneReason): boolean =>
  reason.code === "no_credentials" ||
  waitsForKey(reason) ||
  (reason.code === "causes_found" && reason.cause === "closed_to_visitors") ||
  (reason.code === "causes_found" && reason.cause === "credentials_insufficient") ||
  (reason.code === "failed" && (reason.failure === "credentials_insufficient" || reason.failure === "credentials_unreadable"));

export const isVisibleToRecoveryProbe = (reason: LaneReason): reason is CausesFound =>
  reason.code === "causes_found" && PROBE_VISIBLE.has(reason.cause);
