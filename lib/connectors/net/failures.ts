import type { ShopFailure } from "@/lib/connectors/shop";

/** Every way a request can end without a usable response, lowest layer first, and the connector's code for it. */
export const SHOP_FAILURES = {
  target_not_allowed: "target_not_allowed",
  dns_not_found: "dns_failed",
  dns_failure: "dns_failed",
  dns_timed_out: "dns_failed",
  no_common_family: "dns_failed",
  local_address_unusable: "egress_unavailable",
  proxy_unreachable: "egress_unavailable",
  proxy_refused: "egress_unavailable",
  proxy_timed_out: "egress_unavailable",
  network_unreachable: "connection_refused",
  connection_refused: "connection_refused",
  connection_timed_out: "connection_timed_out",
  connection_reset: "connection_reset",
  tls_expired: "tls_failed",
  tls_not_yet_valid: "tls_failed",
  tls_name_mismatch: "tls_failed",
  tls_self_signed: "tls_failed",
  tls_unknown_issuer: "tls_failed",
  tls_incomplete_chain: "tls_failed",
  tls_plain_http: "tls_failed",
  tls_protocol_version: "tls_failed",
  tls_client_certificate: "tls_failed",
  tls_handshake_failed: "tls_failed",
  // Nothing was received yet, as if no connection had been established.
  tls_timed_out: "connection_timed_out",
  no_answer: "connection_reset",
  answer_reset: "connection_reset",
  response_timed_out: "response_timed_out",
  malformed_answer: "invalid_response",
  head_too_large: "response_too_large",
  aborted: "response_timed_out",
} as const satisfies Record<string, ShopFailure["code"]>;
export type NetFailureCode = keyof typeof SHOP_FAILURES;
export const NET_FAILURES = Object.keys(SHOP_FAILURES) as NetFailureCode[];

/** Failures of our own addresses and proxies, which say nothing about the shop. */
const OWN_FAILURES: readonly NetFailureCode[] = ["local_address_unusable", "proxy_unreachable", "proxy_refused", "proxy_timed_out"];
export const isOwnFailure = (code: string | null | undefined): boolean => OWN_FAILURES.some((own) => own === code);

export type NetPhase = "target" | "dns" | "connect" | "tls" | "answer";

/** A failure. `details`: facts of the certificate or the system's error code, never text from the shop's pages. */
export interface NetFailure {
  code: NetFailureCode;
  phase: NetPhase;
  details: Readonly<Record<string, string>>;
}

export const netFailure = (code: NetFailureCode, phase: NetPhase, details: Record<string, string> = {}): NetFailure => ({
  code,
  phase,
  details,
});

const CONNECT_CODES: Readonly<Record<string, NetFailureCode>> = {
  ECONNREFUSED: "connection_refused",
  ETIMEDOUT: "connection_timed_out",
  // ICMP "administratively prohibited" and "host unreachable": sent by a firewall's REJECT.
  EHOSTUNREACH: "connection_refused",
  EACCES: "connection_refused",
  EPERM: "connection_refused",
  ENETUNREACH: "network_unreachable",
  EADDRNOTAVAIL: "local_address_unusable",
  EADDRINUSE: "local_address_unusable",
  EINVAL: "network_unreachable",
};

/** Node's code of a failed system call. */
export const systemCode = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "unknown");

/** `secure`: over TLS. A rejected SYN is refused; a reset follows an accepted connection, and a moment later it would meet the next phase. */
export function failureOfConnect(error: unknown, secure: boolean): NetFailure {
  const code = systemCode(error);
  if (code === "ECONNRESET" || code === "EPIPE")
    return secure ? netFailure("connection_reset", "tls", { error: code }) : netFailure("answer_reset", "answer", { error: code });
  return netFailure(CONNECT_CODES[code] ?? "connection_reset", "connect", { error: code });
}

/** The failure behind an error after a request was sent: `no_answer` if the peer closed the connection, `answer_reset` if it reset it. */
export function failureOfAnswer(error: unknown): NetFailure {
  const message = error instanceof Error ? error.message : "";
  // TLS 1.3 reports a missing client certificate only after the handshake, as an alert on the first read.
  if (/certificate required|alert number 116/i.test(message)) return netFailure("tls_client_certificate", "tls");
  return netFailure("answer_reset", "answer", { error: systemCode(error) });
}
