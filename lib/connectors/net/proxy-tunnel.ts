import http from "node:http";
import net from "node:net";
import { SocksClient } from "socks";
import { ok, type Result, refuse } from "@/lib/base/result";
import { type NetFailure, netFailure } from "@/lib/connectors/net/failures";

export interface Tunnel {
  proxy: URL;
  /** IP address of a shop, already checked; a name only for the operator's own reference server. */
  host: string;
  port: number;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

const portOf = ({ protocol, port }: URL): number => Number(port) || (protocol === "socks5:" ? 1080 : 80);
const unbracketed = (host: string): string => host.replace(/^\[|\]$/g, "");

function connectToProxy({ proxy, timeoutMs, signal }: Tunnel): Promise<Result<net.Socket, NetFailure>> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: unbracketed(proxy.hostname), port: portOf(proxy), noDelay: true });
    const end = (outcome: Result<net.Socket, NetFailure>): void => {
      clearTimeout(limit);
      signal?.removeEventListener("abort", abort);
      socket.removeAllListeners("connect");
      if (!outcome.ok) socket.destroy();
      resolve(outcome);
    };
    const abort = (): void => end(refuse(netFailure("aborted", "connect")));
    const limit = setTimeout(() => end(refuse(netFailure("proxy_timed_out", "connect"))), timeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
    socket.once("connect", () => end(ok(socket)));
    // Stays on the socket, which always needs a listener.
    socket.on("error", () => end(refuse(netFailure("proxy_unreachable", "connect"))));
    if (signal?.aborted) abort();
  });
}

/** What a SOCKS5 proxy replied (RFC 1928, section 6); the library gives the reply's name at the end of its message. */
const SOCKS_REPLIES: Readonly<Record<string, NetFailure>> = {
  Failure: netFailure("connection_refused", "connect", { error: "general_failure" }),
  NetworkUnreachable: netFailure("network_unreachable", "connect"),
  HostUnreachable: netFailure("connection_refused", "connect", { error: "EHOSTUNREACH" }),
  ConnectionRefused: netFailure("connection_refused", "connect", { error: "ECONNREFUSED" }),
  TTLExpired: netFailure("connection_timed_out", "connect"),
};

async function askSocks(socket: net.Socket, { proxy, host, port, timeoutMs }: Tunnel): Promise<Result<net.Socket, NetFailure>> {
  const login = proxy.username === "" ? {} : { userId: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
  try {
    const { socket: open } = await SocksClient.createConnection({
      proxy: { host: unbracketed(proxy.hostname), port: portOf(proxy), type: 5, ...login },
      command: "connect",
      destination: { host, port },
      timeout: Math.max(1, timeoutMs),
      existing_socket: socket,
    });
    open.resume();
    return ok(open);
  } catch (error) {
    socket.destroy();
    const message = error instanceof Error ? error.message : "";
    if (/timed out/i.test(message)) return refuse(netFailure("connection_timed_out", "connect"));
    if (/closed/i.test(message)) return refuse(netFailure("proxy_unreachable", "connect"));
    return refuse(SOCKS_REPLIES[/rejected connection - (\w+)$/.exec(message)?.[1] ?? ""] ?? netFailure("proxy_refused", "connect"));
  }
}

const bracketed = (host: string): string => (net.isIP(host) === 6 ? `[${host}]` : host);

function askConnect(socket: net.Socket, { proxy, host, port, timeoutMs }: Tunnel): Promise<Result<net.Socket, NetFailure>> {
  const authority = `${bracketed(host)}:${port}`;
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization = proxy.username === "" ? {} : { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` };
  return new Promise((resolve) => {
    const request = http.request({
      createConnection: () => socket,
      method: "CONNECT",
      path: authority,
      headers: { host: authority, ...authorization },
    });
    const fail = (failure: NetFailure): void => {
      clearTimeout(limit);
      resolve(refuse(failure));
      request.destroy();
    };
    const limit = setTimeout(() => fail(netFailure("connection_timed_out", "connect")), Math.max(1, timeoutMs));
    request.once("connect", ({ statusCode = 0 }, open: net.Socket, head) => {
      clearTimeout(limit);
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) open.unshift(head);
        return resolve(ok(open));
      }
      open.destroy();
      if (statusCode === 504) return resolve(refuse(netFailure("connection_timed_out", "connect")));
      const isAboutTarget = statusCode >= 500 && statusCode !== 501;
      resolve(refuse(isAboutTarget ? netFailure("connection_refused", "connect") : netFailure("proxy_refused", "connect")));
    });
    // Anything that is no answer to CONNECT.
    request.once("response", () => fail(netFailure("proxy_refused", "connect")));
    request.on("error", () => fail(netFailure("proxy_unreachable", "connect")));
    request.end();
  });
}

/** Never rejects. A failure that a proxy reports about the target is the target's; `attributeFailure` tests whether the proxy works. */
export async function openTunnel(tunnel: Tunnel): Promise<Result<net.Socket, NetFailure>> {
  const startedAt = performance.now();
  const reached = await connectToProxy(tunnel);
  if (!reached.ok) return reached;
  const left = { ...tunnel, timeoutMs: tunnel.timeoutMs - (performance.now() - startedAt) };
  return tunnel.proxy.protocol === "socks5:" ? askSocks(reached.value, left) : askConnect(reached.value, left);
}
