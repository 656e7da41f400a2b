import { TLSSocket } from "node:tls";
import { LIMITS } from "@/lib/base/limits";
import { DEFAULT_TIMEOUTS, openSocket, type Timeouts } from "@/lib/connectors/net/connect";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import { type HttpAnswer, HttpConnection } from "@/lib/connectors/net/request";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";

export interface HttpProbeOptions {
  policy: TargetPolicy;
  from: string | null;
  /** Limit for the whole probe in milliseconds. */
  timeoutMs: number;
}

const MAX_REDIRECTS = 10;
const ANSWER_LIMITS = { maxHeadBytes: LIMITS.answerHeadBytes, maxBodyBytes: 2 * 1024 * 1024 };
const HEADERS = [
  ["User-Agent", "Mooring-Prober/1"],
  ["Accept", "*/*"],
  ["Connection", "close"],
] as const;

type Phase = "resolve" | "connect" | "tls" | "processing" | "transfer";
const PHASES: Readonly<Record<Phase, number | null>> = { resolve: null, connect: null, tls: null, processing: null, transfer: null };

/** One probe over new connections before its first answer. */
const newProbe = () => ({
  success: false,
  status: null as number | null,
  /** Failure code of lib/connectors/net, or why the target was not contacted. */
  failure: null as string | null,
  /** In seconds; null for a phase that did not happen. */
  phases: { ...PHASES },
  durationSeconds: 0,
  ssl: false,
  /** Details of the last trusted handshake; null without one. */
  tls: null as { version: string | null; earliestExpirySeconds: number } | null,
  version: null as string | null,
  ipProtocol: null as 4 | 6 | null,
  redirects: 0,
  bodyBytes: 0,
  contentLength: null as number | null,
});
export type HttpProbe = ReturnType<typeof newProbe>;

const seconds = (milliseconds: number): number => milliseconds / 1000;
const add = (before: number | null, milliseconds: number | null): number | null =>
  milliseconds === null ? before : (before ?? 0) + seconds(milliseconds);

/** The negotiated version, and the earliest expiry of the server's certificates. */
function readTls(socket: TLSSocket): HttpProbe["tls"] {
  const ends: number[] = [];
  for (let one = socket.getPeerX509Certificate(); one; one = one.issuerCertificate) ends.push(Date.parse(one.validTo) / 1000);
  return { version: socket.getProtocol(), earliestExpirySeconds: Math.min(...ends) };
}

/** Sends one request over a new connection and adds its durations to `probe`. Null without a response. */
async function ask(url: string, probe: HttpProbe, options: HttpProbeOptions, leftMs: number): Promise<HttpAnswer | null> {
  const parsed = parseTarget(url);
  if (!parsed.ok) {
    probe.failure = parsed.reason;
    return null;
  }
  const target = parsed.value;
  const limited = Object.entries(DEFAULT_TIMEOUTS).map(([phase, limitMs]) => [phase, Math.max(1, Math.min(limitMs, leftMs))]);
  const timeouts: Timeouts = Object.fromEntries(limited);
  const resolved = await resolveTarget(target.host, target.port, options.policy, { timeoutMs: timeouts.dnsMs });
  if (!resolved.ok) {
    probe.failure = resolved.reason.code;
    return null;
  }
  probe.phases.resolve = add(probe.phases.resolve, resolved.value.dnsMs);
  const opened = await openSocket({
    host: target.host,
    port: target.port,
    secure: target.secure,
    addresses: resolved.value.addresses,
    from: options.from,
    timeouts,
  });
  probe.phases.connect = add(probe.phases.connect, opened.ok ? opened.value.connectMs : opened.reason.connectMs);
  probe.phases.tls = add(probe.phases.tls, opened.ok ? opened.value.tlsMs : opened.reason.tlsMs);
  if (!opened.ok) {
    probe.failure = opened.reason.failure.code;
    return null;
  }
  probe.ipProtocol = opened.value.to.includes(":") ? 6 : 4;
  probe.ssl = target.secure;
  probe.tls = opened.value.socket instanceof TLSSocket ? readTls(opened.value.socket) : null;
  const connection = new HttpConnection(opened.value.socket, target.authority, opened.value.to);
  const { answer, failure, firstByteMs, totalMs } = await connection.exchange(
    { method: "GET", path: target.pathAndQuery, headers: HEADERS, body: null },
    { limits: ANSWER_LIMITS, timeouts },
  );
  connection.close();
  probe.phases.processing = add(probe.phases.processing, firstByteMs);
  probe.phases.transfer = firstByteMs === null ? probe.phases.transfer : add(probe.phases.transfer, totalMs - firstByteMs);
  probe.failure = failure?.code ?? null;
  return answer;
}

/** Probes a URL like blackbox_exporter's module `http_2xx`: follows redirects and succeeds on a 2xx. Every hop passes the SSRF guard. */
export async function probeHttp(url: string, options: HttpProbeOptions): Promise<HttpProbe> {
  const probe = newProbe();
  const startedAt = performance.now();
  for (let next: string | null = url; next !== null; ) {
    const leftMs = options.timeoutMs - (performance.now() - startedAt);
    const asked: string = next;
    next = null;
    if (leftMs <= 0) {
      probe.failure = "response_timed_out";
      break;
    }
    const answer = await ask(asked, probe, options, leftMs);
    if (!answer) break;
    probe.status = answer.status;
    probe.version = answer.version;
    probe.bodyBytes = answer.rawBody.length;
    const header = (name: string) => answer.headers.find(([known]) => known === name)?.[1];
    const length = header("content-length");
    probe.contentLength = length === undefined ? null : Number(length);
    const location = header("location");
    if (answer.status >= 300 && answer.status < 400 && location !== undefined && probe.redirects < MAX_REDIRECTS) {
      probe.redirects += 1;
      next = URL.parse(location, asked)?.href ?? null;
    }
    probe.success = answer.status >= 200 && answer.status < 300 && answer.bodyState !== "unfinished";
  }
  probe.durationSeconds = seconds(performance.now() - startedAt);
  return probe;
}
