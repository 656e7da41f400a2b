import type { CauseCode } from "@/lib/check/causes";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import type { Observation } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";
import { type NetFailure, type NetFailureCode, netFailure } from "@/lib/connectors/net/failures";

type OtherwiseNamed = Exclude<NetFailureCode, CauseCode> | "target_not_allowed";

/** Cause and reason by failure; any other failure becomes the cause of the same name. */
const BY_FAILURE: Readonly<Record<OtherwiseNamed, readonly [CauseCode, string | null]>> = {
  target_not_allowed: ["target_not_allowed", "private_address"],
  dns_timed_out: ["dns_failure", "dns_timed_out"],
  no_common_family: ["dns_failure", "no_common_family"],
  // Our own failures are never shown: runCheck repeats such a check from other addresses.
  local_address_unusable: ["connection_refused", null],
  proxy_unreachable: ["connection_refused", null],
  proxy_refused: ["connection_refused", null],
  proxy_timed_out: ["connection_refused", null],
  network_unreachable: ["connection_refused", null],
  tls_not_yet_valid: ["tls_expired", "not_yet_valid"],
  tls_self_signed: ["tls_untrusted", "self_signed"],
  tls_unknown_issuer: ["tls_untrusted", "unknown_issuer"],
  tls_plain_http: ["tls_handshake_failed", "plain_http"],
  tls_protocol_version: ["tls_handshake_failed", "protocol_version"],
  tls_client_certificate: ["tls_handshake_failed", "client_certificate"],
  tls_timed_out: ["tls_handshake_failed", null],
  no_answer: ["connection_reset", null],
  answer_reset: ["connection_reset", null],
  malformed_answer: ["invalid_response", null],
  head_too_large: ["invalid_response", "too_large"],
  aborted: ["response_timed_out", null],
};

const isOtherwiseNamed = (code: NetFailureCode): code is OtherwiseNamed => code in BY_FAILURE;

/** A reset during the TLS handshake may be a rule about the name (SNI) or about an address. */
export const isResetInTls = ({ code, phase }: NetFailure): boolean => code === "connection_reset" && phase === "tls";

/** A host without an IPv6 route cannot reach an IPv6-only shop: the shop refused nothing. */
const isFamilyGap = (failure: NetFailure, observation: Observation | null): boolean =>
  failure.code === "network_unreachable" && (observation?.probe.to?.includes(":") ?? false);

export function causeOfFailure(failure: NetFailure, observation: Observation | null): Cause {
  if (isFamilyGap(failure, observation)) return causeOfFailure(netFailure("no_common_family", "dns", { missing: "IPv4" }), observation);
  const [code, known] = isOtherwiseNamed(failure.code) ? BY_FAILURE[failure.code] : [failure.code, null];
  const reason = isResetInTls(failure) ? "reset_in_tls" : known;
  return makeCause(code, { pass: null, fail: observation }, { reason, details: failure.details });
}
