import net from "node:net";
import tls from "node:tls";
import { ok, type Result, refuse } from "@/lib/base/result";
import { proxyOf } from "@/lib/connectors/egress/config";
import { attributeFailure } from "@/lib/connectors/net/attribute-failure";
import { failureOfConnect, isOwnFailure, type NetFailure, netFailure } from "@/lib/connectors/net/failures";
import { openTunnel } from "@/lib/connectors/net/proxy-tunnel";
import type { ResolvedAddress } from "@/lib/connectors/net/resolve";
import { settleWithin } from "@/lib/connectors/net/settle-within";
import { connectSecure, failureOfHandshake, judgePeer, secureTunnel } from "@/lib/connectors/net/tls";

/** Time limit of each phase of a request, in milliseconds. */
export interface Timeouts {
  dnsMs: number;
  connectMs: number;
  tlsMs: number;
  firstByteMs: number;
  /** From the first byte sent to the last byte of the answer. */
  answerMs: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { dnsMs: 5_000, connectMs: 5_000, tlsMs: 5_000, firstByteMs: 10_000, answerMs: 15_000 };

export interface ConnectOptions {
  host: string;
  port: number;
  secure: boolean;
  /** Checked addresses; those of the local address's family are tried. */
  addresses: readonly ResolvedAddress[];
  /** Egress address to connect from, local or behind a proxy; null to let the system choose. */
  from: string | null;
  timeouts: Pick<Timeouts, "connectMs" | "tlsMs">;
  /** Time limit for connection and TLS together; if absent, only their own limits apply. */
  openMs?: number;
  signal?: AbortSignal | undefined;
  /** For reading certificates, with nothing sent: accepts whatever the server presents. */
  acceptsAnyCertificate?: boolean;
}

export interface OpenSocket {
  socket: net.Socket;
  to: string;
  connectMs: number;
  tlsMs: number | null;
}

export interface ConnectFailure {
  failure: NetFailure;
  to: string | null;
  connectMs: number | null;
  tlsMs: number | null;
}

// RFC 8305: try the next address if the previous one has not answered for this long.
const NEXT_ADDRESS_AFTER_MS = 250;

type Connected = Result<{ socket: net.Socket; to: string }, { failure: NetFailure; to: string | null }>;

const NO_COMMON_FAMILY = netFailure("network_unreachable", "connect", { error: "no_address_of_this_family" });

/** Connects to the first address that answers; a dead one costs only a quarter of a second. */
async function connectTcp({ addresses, host, port, secure, from, timeouts, signal }: ConnectOptions): Promise<Connected> {
  const family = from === null ? 0 : net.isIP(from);
  const candidates = addresses.filter((entry) => family === 0 || entry.family === family);
  if (!candidates[0]) return refuse({ failure: NO_COMMON_FAMILY, to: null });
  const open = new Set<net.Socket>();
  let tried = 0;
  let failedAt = candidates[0].address;
  let nextTimer: NodeJS.Timeout | undefined;
  const bounds = { timeoutMs: timeouts.connectMs, signal, phase: "connect", late: "connection_timed_out" } as const;
  const reached = await settleWithin<{ socket: net.Socket; to: string }>(bounds, (settle) => {
    const tryNext = () => {
      clearTimeout(nextTimer);
      const candidate = candidates[tried];
      if (!candidate) return;
      tried += 1;
      const way = { host: candidate.address, port, noDelay: true, ...(from === null ? {} : { localAddress: from }) };
      const socket = secure ? connectSecure(way, host) : net.connect(way);
      open.add(socket);
      socket.once("connect", () => settle(ok({ socket, to: candidate.address })));
      // Stays on the socket, which always needs a listener.
      socket.on("error", (error) => {
        open.delete(socket);
        if (tried < candidates.length) tryNext();
        else if (open.size === 0) {
          failedAt = candidate.address;
          settle(refuse(failureOfConnect(error, secure)));
        }
      });
      if (tried < candidates.length) nextTimer = setTimeout(tryNext, NEXT_ADDRESS_AFTER_MS);
    };
    tryNext();
  });
  clearTimeout(nextTimer);
  tried = candidates.length;
  for (const socket of open) if (!reached.ok || socket !== reached.value.socket) socket.destroy();
  return reached.ok ? reached : refuse({ failure: reached.reason, to: reached.reason.code === "aborted" ? null : failedAt });
}

/** Connects through the proxy of `from`. The addresses of the shop share the time equally. */
async function connectThroughProxy(
  proxy: URL,
  { addresses, port, host, secure, from, timeouts, signal }: ConnectOptions,
): Promise<Connected> {
  const candidates = addresses.filter((entry) => entry.family === net.isIP(from ?? ""));
  let failure = NO_COMMON_FAMILY;
  for (const { address } of candidates) {
    const tunnel = await openTunnel({ proxy, host: address, port, timeoutMs: timeouts.connectMs / candidates.length, signal });
    if (tunnel.ok) return ok({ socket: secure ? secureTunnel(tunnel.value, host) : tunnel.value, to: address });
    failure = tunnel.reason;
    if (isOwnFailure(failure.code)) break;
  }
  return refuse({ failure, to: candidates[0]?.address ?? null });
}

/** Waits for the TLS handshake to finish; null if it succeeded and the peer is trusted. */
async function shakeHands(
  socket: tls.TLSSocket,
  timeoutMs: number,
  { signal, acceptsAnyCertificate }: ConnectOptions,
): Promise<NetFailure | null> {
  const shaken = await settleWithin<null>({ timeoutMs, signal, phase: "tls", late: "tls_timed_out" }, (settle) => {
    socket.once("secureConnect", () => settle(ok(null)));
    socket.on("error", (error) => settle(refuse(failureOfHandshake(error))));
  });
  if (shaken.ok && acceptsAnyCertificate) return null;
  const failure = shaken.ok ? judgePeer(socket) : shaken.reason;
  if (failure) socket.destroy();
  return failure;
}

/** Connects through a proxy if `from` is behind one. Phases that did not happen are null. The socket has an error listener. */
export async function openSocket(options: ConnectOptions): Promise<Result<OpenSocket, ConnectFailure>> {
  const opened = await openOnce(options);
  if (opened.ok) return opened;
  return refuse({ ...opened.reason, failure: await attributeFailure(options.from, opened.reason.failure) });
}

async function openOnce(options: ConnectOptions): Promise<Result<OpenSocket, ConnectFailure>> {
  const startedAt = performance.now();
  const proxy = proxyOf(options.from);
  const tcp = await (proxy ? connectThroughProxy(proxy, options) : connectTcp(options));
  if (!tcp.ok) return refuse({ ...tcp.reason, connectMs: null, tlsMs: null });
  const connectMs = performance.now() - startedAt;
  const { socket, to } = tcp.value;
  if (!(socket instanceof tls.TLSSocket)) return ok({ socket, to, connectMs, tlsMs: null });
  const tlsStartedAt = performance.now();
  const tlsMs = Math.min(options.timeouts.tlsMs, (options.openMs ?? Number.POSITIVE_INFINITY) - connectMs);
  const failure = await shakeHands(socket, tlsMs, options);
  if (failure) return refuse({ failure, to, connectMs, tlsMs: null });
  return ok({ socket, to, connectMs, tlsMs: performance.now() - tlsStartedAt });
}
