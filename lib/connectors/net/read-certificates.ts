import { type Certificate, type PeerCertificate, TLSSocket } from "node:tls";
import { z } from "zod";
import { DEFAULT_TIMEOUTS, openSocket, type Timeouts } from "@/lib/connectors/net/connect";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import { instant, readChain } from "@/lib/connectors/net/tls";

export interface ReadCertificatesInput {
  url: string;
  policy: TargetPolicy;
  from: string | null;
  timeouts?: Partial<Timeouts> | undefined;
  signal?: AbortSignal | undefined;
}

const shownCertificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  /** ISO, UTC. */
  validFrom: z.string(),
  validTo: z.string(),
  fingerprintSha256: z.string(),
});
export type ShownCertificate = z.infer<typeof shownCertificate>;

export const tlsSeenSchema = z.object({
  at: z.iso.datetime(),
  to: z.string(),
  protocol: z.string().nullable(),
  cipher: z.string().nullable(),
  trusted: z.boolean(),
  /** OpenSSL's or Node's code for why it is not trusted, or null. */
  problem: z.string().nullable(),
  /** From the server's certificate upwards, as far as sent or known to the trust store. */
  chain: z.array(shownCertificate),
});
export type TlsSeen = z.infer<typeof tlsSeenSchema>;

const MAX_NAMES = 50;

const nameOf = (entity: Certificate): string =>
  [entity.CN, entity.O]
    .flat()
    .filter((part) => part)
    .join(", ")
    .slice(0, 300);

const show = ({ fingerprint256, subject, issuer, subjectaltname = "", valid_from, valid_to }: PeerCertificate): ShownCertificate => ({
  subject: nameOf(subject),
  issuer: nameOf(issuer),
  names: subjectaltname
    .split(", ")
    .flatMap((name) => name.replace(/^(DNS|IP Address):/, "") || [])
    .slice(0, MAX_NAMES),
  validFrom: instant(valid_from),
  validTo: instant(valid_to),
  fingerprintSha256: fingerprint256,
});

/** A server's certificates, trusted or not; sends nothing. Null for plain http, a refused target or a failed handshake. */
export async function readCertificates(input: ReadCertificatesInput): Promise<TlsSeen | null> {
  const timeouts: Timeouts = { ...DEFAULT_TIMEOUTS, ...input.timeouts };
  const parsed = parseTarget(input.url);
  if (!parsed.ok || !parsed.value.secure) return null;
  const { host, port } = parsed.value;
  const resolved = await resolveTarget(host, port, input.policy, { timeoutMs: timeouts.dnsMs });
  if (!resolved.ok) return null;
  const { addresses } = resolved.value;
  const { from, signal } = input;
  const opened = await openSocket({ host, port, secure: true, acceptsAnyCertificate: true, addresses, from, timeouts, signal });
  if (!opened.ok || !(opened.value.socket instanceof TLSSocket)) return null;
  const { socket, to } = opened.value;
  const seen: TlsSeen = {
    at: new Date().toISOString(),
    to,
    protocol: socket.getProtocol(),
    cipher: socket.getCipher().name,
    trusted: socket.authorized,
    problem: socket.authorized ? null : String(socket.authorizationError ?? "unknown"),
    chain: readChain(socket).map(show),
  };
  socket.destroy();
  return seen;
}
