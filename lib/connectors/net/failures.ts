/** Every way in which a request can end without a usable answer, lowest layer first. */
export const NET_FAILURES = [
  "target_not_allowed",
  "dns_not_found",
  "dns_failure",
  "dns_timed_out",
  "no_common_family",
  "local_address_unusable",
  "proxy_unreachable",
  "proxy_refused",
  "proxy_timed_out",
  "network_unreachable",
  "connection_refused",
  "connection_timed_out",
  "connection_reset",
  "tls_expired",
  "tls_not_yet_valid",
  "tls_name_mismatch",
  "tls_self_signed",
  "tls_unknown_issuer",
  "tls_incomplete_chain",
  "tls_plain_http",
  "tls_protocol_version",
  "tls_client_certificate",
  "tls_handshake_failed",
  "tls_timed_out",
  "no_answer",
  "answer_reset",
  "response_timed_out",
  "malformed_answer",
  "head_too_large",
  "aborted",
] as const;
export type NetFailureCode = (typeof NET_FAILURES)[number];

/** Failures of our own addresses and proxies: they say nothing about the shop. */
const OWN_FAILURES: readonly NetFailureCode[] = ["local_address_unusable", "proxy_unreachable", "proxy_refused", "proxy_timed_out"];
export const isOwnFailure = (code: string | null | undefined): boolean => OWN_FAILURES.some((own) => own === code);

export type NetPhase = "target" | "dns" | "connect" | "tls" | "answer";

/** A failure as a value. `details` are facts of the certificate or the system's error code; never text of the shop's pages. */
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
  ECONNRESET: "connection_reset",
  EPIPE: "connection_reset",
  ETIMEDOUT: "connection_timed_out",
  // ICMP "administratively prohibited" and "host unreachable": what a firewall's REJECT answers.
  EHOSTUNREACH: "connection_refused",
  EACCES: "connection_refused",
  EPERM: "connection_refused",
  ENETUNREACH: "network_unreachable",
  EADDRNOTAVAIL: "local_address_unusable",
  EADDRINUSE: "local_address_unusable",
  EINVAL: "network_unreachable",
};

const systemCode = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "unknown");

/** The failure behind an error while connecting. */
export function failureOfConnect(error: unknown): NetFailure {
  const code = systemCode(error);
  return netFailure(CONNECT_CODES[code] ?? "connection_reset", "connect", { error: code });
}

/** The failure behind an error after a request was sent: `no_answer` when the peer closed politely, `answer_reset` when it did not. */
export function failureOfAnswer(error: unknown): NetFailure {
  const message = error instanceof Error ? error.message : "";
  // TLS 1.3 describes a missing client certificate only after the handshake, as an alert to the first read.
  if (/certificate required|alert number 116/i.test(message)) return netFailure("tls_client_certificate", "tls");
  return netFailure("answer_reset", "answer", { error: systemCode(error) });
}
