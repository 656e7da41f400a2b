import net from "node:net";
import tls from "node:tls";
import { type Result, refuse } from "@/lib/base/result";
import { proxyOf } from "@/lib/connectors/egress/proxies";
import { attributeFailure } from "@/lib/connectors/net/attribute-failure";
import { failureOfConnect, isOwnFailure, type NetFailure, netFailure } from "@/lib/connectors/net/failures";
import { openTunnel } from "@/lib/connectors/net/proxy-tunnel";
import type { ResolvedAddress } from "@/lib/connectors/net/resolve";
import { connectSecure, failureOfHandshake, judgePeer, secureTunnel } from "@/lib/connectors/net/tls";

/** Milliseconds that each phase of a request may take. */
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
  /** Egress address to connect from, local or behind a proxy; null for the system's choice. */
  from: string | null;
  timeouts: Pick<Timeouts, "connectMs" | "tlsMs">;
  /** What connection and TLS may take together; left out where each has its own time alone. */
  openMs?: number;
  signal?: AbortSignal | undefined;
  /** To read certificates, with nothing sent: the connection opens whatever the server shows. */
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

// RFC 8305: the next address is tried when the one before has said nothing for this long.
const NEXT_ADDRESS_AFTER_MS = 250;

/** Connects to the first address that answers; a dead one beside a live one costs a quarter of a second. */
function connectTcp(options: ConnectOptions): Promise<{ socket: net.Socket; to: string } | { failure: NetFailure; to: string | null }> {
  const { port, from, timeouts, signal } = options;
  const family = from === null ? 0 : net.isIP(from);
  const candidates = options.addresses.filter((entry) => family === 0 || entry.family === family);
  const [first] = candidates;
  if (!first)
    return Promise.resolve({ failure: netFailure("network_unreachable", "connect", { error: "no_address_of_this_family" }), to: null });

  return new Promise((resolve) => {
    const open = new Set<net.Socket>();
    let [tried, lastFailure]: [number, NetFailure] = [0, netFailure("connection_timed_out", "connect")];
    let nextTimer: NodeJS.Timeout | undefined;
    let settled = false;
    const settle = (outcome: { socket: net.Socket; to: string } | { failure: NetFailure; to: string | null }) => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      clearTimeout(nextTimer);
      signal?.removeEventListener("abort", abort);
      for (const socket of open) if (!("socket" in outcome && outcome.socket === socket)) socket.destroy();
      resolve(outcome);
    };
    const abort = () => settle({ failure: netFailure("aborted", "connect"), to: null });
    const limit = setTimeout(
      () => settle({ failure: netFailure("connection_timed_out", "connect"), to: first.address }),
      timeouts.connectMs,
    );
    const tryNext = () => {
      clearTimeout(nextTimer);
      const candidate = candidates[tried];
      if (!candidate || settled) return;
      tried += 1;
      const way = { host: candidate.address, port, noDelay: true, ...(from === null ? {} : { localAddress: from }) };
      const socket = options.secure ? connectSecure(way, options.host) : net.connect(way);
      open.add(socket);
      socket.once("connect", () => settle({ socket, to: candidate.address }));
      // Stays on the socket: once this is settled it does nothing, and the socket always has a listener.
      socket.on("error", (error) => {
        lastFailure = failureOfConnect(error);
        open.delete(socket);
        if (tried < candidates.length) tryNext();
        else if (open.size === 0) settle({ failure: lastFailure, to: candidate.address });
      });
      if (tried < candidates.length) nextTimer = setTimeout(tryNext, NEXT_ADDRESS_AFTER_MS);
    };
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
    else tryNext();
  });
}

/** Connects through the proxy of `from`. Each address of the shop gets its share of the time. */
async function connectThroughProxy(
  proxy: URL,
  { addresses, port, host, secure, from, timeouts, signal }: ConnectOptions,
): Promise<{ socket: net.Socket; to: string } | { failure: NetFailure; to: string | null }> {
  const candidates = addresses.filter((entry) => entry.family === net.isIP(from ?? ""));
  let last = netFailure("network_unreachable", "connect", { error: "no_address_of_this_family" });
  for (const { address } of candidates) {
    const tunnel = await openTunnel({ proxy, host: address, port, timeoutMs: timeouts.connectMs / candidates.length, signal });
    if (tunnel.ok) return { socket: secure ? secureTunnel(tunnel.value, host) : tunnel.value, to: address };
    last = tunnel.reason;
    if (isOwnFailure(last.code)) break;
  }
  return { failure: last, to: candidates[0]?.address ?? null };
}

/** Waits for the handshake that a connection has begun; null where it ended well and the peer is trusted. */
function shakeHands(
  socket: tls.TLSSocket,
  timeoutMs: number,
  { signal, acceptsAnyCertificate }: ConnectOptions,
): Promise<NetFailure | null> {
  return new Promise((resolve) => {
    const settle = (failure: NetFailure | null) => {
      clearTimeout(limit);
      signal?.removeEventListener("abort", abort);
      if (failure) socket.destroy();
      resolve(failure);
    };
    const abort = () => settle(netFailure("aborted", "tls"));
    const limit = setTimeout(() => settle(netFailure("tls_timed_out", "tls")), timeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
    socket.once("secureConnect", () => {
      socket.removeAllListeners("error");
      socket.on("error", () => {});
      settle(acceptsAnyCertificate ? null : judgePeer(socket));
    });
    socket.on("error", (error) => settle(failureOfHandshake(error)));
  });
}

/** Through a proxy where `from` is behind one. Phases that did not happen are null. The socket has an error listener. */
export async function openSocket(options: ConnectOptions): Promise<Result<OpenSocket, ConnectFailure>> {
  const opened = await openOnce(options);
  if (opened.ok) return opened;
  return refuse({ ...opened.reason, failure: await attributeFailure(options.from, opened.reason.failure) });
}

async function openOnce(options: ConnectOptions): Promise<Result<OpenSocket, ConnectFailure>> {
  const startedAt = performance.now();
  const proxy = proxyOf(options.from);
  const tcp = await (proxy ? connectThroughProxy(proxy, options) : connectTcp(options));
  if (!("socket" in tcp)) return { ok: false, reason: { failure: tcp.failure, to: tcp.to, connectMs: null, tlsMs: null } };
  const connectMs = performance.now() - startedAt;
  const { socket, to } = tcp;
  if (!(socket instanceof tls.TLSSocket)) return { ok: true, value: { socket, to, connectMs, tlsMs: null } };
  const tlsStartedAt = performance.now();
  const tlsMs = Math.min(options.timeouts.tlsMs, (options.openMs ?? Number.POSITIVE_INFINITY) - connectMs);
  const failure = await shakeHands(socket, tlsMs, options);
  if (failure) return { ok: false, reason: { failure, to, connectMs, tlsMs: null } };
  return { ok: true, value: { socket, to, connectMs, tlsMs: performance.now() - tlsStartedAt } };
}
