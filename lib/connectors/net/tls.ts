import { X509Certificate } from "node:crypto";
import { isIP, type Socket, type TcpSocketConnectOpts } from "node:net";
import tls from "node:tls";
import { type NetFailure, netFailure } from "@/lib/connectors/net/failures";

let shared: tls.SecureContext | undefined;

/** Those of every current server, then the rest of a plain OpenSSL client. Not the post-quantum group: its key quadruples every ClientHello. */
const GROUPS = "X25519:P-256:X448:P-384:P-521:ffdhe2048:ffdhe3072";

/** The secure context of this process: Node's trust store with NODE_EXTRA_CA_CERTS. Creating one per connection costs more than the handshake. */
export function secureContext(): tls.SecureContext {
  shared ??= tls.createSecureContext({ ecdhCurve: GROUPS, minVersion: "TLSv1.2" });
  return shared;
}

const clientOptions = (host: string): tls.ConnectionOptions => ({
  secureContext: secureContext(),
  rejectUnauthorized: false,
  checkServerIdentity: (_, certificate) => tls.checkServerIdentity(host, certificate),
  ...(isIP(host) === 0 ? { servername: host } : {}),
  ALPNProtocols: ["http/1.1"],
});

/** The handshake completes with any certificate: `judgePeer` decides whether it is trusted, and why not. */
export const connectSecure = (way: TcpSocketConnectOpts, host: string): tls.TLSSocket =>
  tls.connect({ ...way, ...clientOptions(host) } as tls.ConnectionOptions).setNoDelay(true);

/** The same over an open connection, such as a proxy's tunnel. */
export const secureTunnel = (socket: Socket, host: string): tls.TLSSocket => tls.connect({ socket, ...clientOptions(host) });

const nameOf = (entity: tls.Certificate | undefined): string => {
  const pick = (value: string | string[] | undefined): string => (Array.isArray(value) ? value.join(" ") : (value ?? ""));
  return pick(entity?.CN) || pick(entity?.O) || "";
};

/** An ISO instant; empty if the text is not a time. */
export const instant = (text: string | undefined): string => {
  const date = new Date(text ?? "");
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
};

const MAX_CHAIN_LENGTH = 10;

/** From the server's certificate to the last one that was sent or is in the trust store. */
export function readChain(socket: tls.TLSSocket): tls.DetailedPeerCertificate[] {
  const chain: tls.DetailedPeerCertificate[] = [];
  let certificate: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (
    certificate?.raw &&
    chain.length < MAX_CHAIN_LENGTH &&
    !chain.some((known) => known.fingerprint256 === certificate?.fingerprint256)
  ) {
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

const sends = (certificate: tls.PeerCertificate | undefined): boolean => Boolean(certificate?.infoAccess?.["CA Issuers - URI"]?.length);

/**
 * Why the peer's certificate is not trusted for its host; null if it is. Codes of OpenSSL as reported by Node 24. If only the server's own
 * certificate was sent and its issuer is unknown, the intermediate counts as forgotten if the certificate says where to fetch its issuer
 * (as public authorities do) or if the issuer's name belongs to a trusted authority; otherwise the authority is private.
 */
export function judgePeer(socket: tls.TLSSocket): NetFailure | null {
  if (socket.authorized) return null;
  const code = String(socket.authorizationError ?? "");
  const chain = readChain(socket);
  const [leaf] = chain;
  const top = chain.at(-1);
  const issuer = nameOf(top?.issuer);
  const fail = (failure: NetFailure["code"], details: Record<string, string> = {}) =>
    netFailure(failure, "tls", { error: code, subject: nameOf(leaf?.subject), ...details });

  switch (code) {
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return fail("tls_name_mismatch", { names: (leaf?.subjectaltname ?? nameOf(leaf?.subject)).replace(/DNS:|IP Address:/g, "") });
    case "CERT_HAS_EXPIRED":
      return fail("tls_expired", { notAfter: instant(chain.find((entry) => new Date(entry.valid_to) < new Date())?.valid_to) });
    case "CERT_NOT_YET_VALID":
      return fail("tls_not_yet_valid", { notBefore: instant(chain.find((entry) => new Date(entry.valid_from) > new Date())?.valid_from) });
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return fail("tls_self_signed");
    case "SELF_SIGNED_CERT_IN_CHAIN":
      return fail("tls_unknown_issuer", { issuer });
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return fail(sends(leaf) || relatedToTrustedIssuer(issuer) ? "tls_incomplete_chain" : "tls_unknown_issuer", { issuer });
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return fail(relatedToTrustedIssuer(issuer) ? "tls_incomplete_chain" : "tls_unknown_issuer", { issuer });
    default:
      return fail("tls_unknown_issuer", { issuer });
  }
}

export function failureOfHandshake(error: unknown): NetFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : "";
  const fail = (failure: NetFailure["code"]) => netFailure(failure, "tls", { error: code });
  if (code === "ECONNRESET" || code === "EPIPE") return fail("connection_reset");
  if (code === "ETIMEDOUT") return fail("tls_timed_out");
  // A server that speaks plain HTTP on this port answers the handshake with text, which parses as an invalid record.
  if (/wrong version number|packet length too long|http request|record layer failure/i.test(message)) return fail("tls_plain_http");
  if (/protocol version|unsupported protocol|inappropriate fallback|tlsv1 alert protocol/i.test(message))
    return fail("tls_protocol_version");
  if (/certificate required/i.test(message)) return fail("tls_client_certificate");
  return fail("tls_handshake_failed");
}

// Words that do not identify an authority.
const GENERIC = new Set(
  "ca root intermediate issuing sub authority certificate certification global trust tls ssl rsa ecc ecdsa server class the of and for inc ltd llc gmbh".split(
    " ",
  ),
);

const tokensOf = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !GENERIC.has(word) && !/^[a-z]?\d+$/.test(word));

let known: ReadonlySet<string> | undefined;

/** First distinctive word of each trusted authority's name and organisation. */
function trustedNames(): ReadonlySet<string> {
  if (known) return known;
  const found = new Set<string>();
  for (const pem of [...tls.getCACertificates("default"), ...tls.getCACertificates("extra")]) {
    const { subject } = new X509Certificate(pem);
    for (const line of subject.split("\n")) {
      const [, name] = /^(?:CN|O)=(.*)$/.exec(line) ?? [];
      const [first] = tokensOf(name ?? "");
      if (first) found.add(first);
    }
  }
  known = found;
  return found;
}

/**
 * Whether an issuer that is missing from a chain seems to belong to a trusted authority: it calls itself an intermediate, or its name begins
 * like that of a trusted one ("Let's Encrypt R11", "Lab Intermediate"). Not if the name says "root": a trusted root would have been found.
 */
function relatedToTrustedIssuer(issuer: string): boolean {
  if (/\broot\b/i.test(issuer)) return false;
  if (/\bintermediate\b|\bissuing\b|\bsub[ -]?ca\b/i.test(issuer)) return true;
  const [first] = tokensOf(issuer);
  return first !== undefined && trustedNames().has(first);
}
