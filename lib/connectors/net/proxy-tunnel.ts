import http from "node:http";
import net from "node:net";
import { SocksClient } from "socks";
import { ok, type Result, refuse } from "@/lib/base/result";
import { type NetFailure, netFailure } from "@/lib/connectors/net/failures";
import { settleWithin } from "@/lib/connectors/net/settle-within";

export interface Tunnel {
  proxy: URL;
  /** A shop's IP address, already checked; a name only for the operator's own reference server. */
  host: string;
  port: number;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

const portOf = ({ protocol, port }: URL): number => Number(port) || (protocol === "socks5:" ? 1080 : 80);
const unbracketed = (host: string): string => host.replace(/^\[|\]$/g, "");

async function connectToProxy({ proxy, timeoutMs, signal }: Tunnel): Promise<Result<net.Socket, NetFailure>> {
  const socket = net.connect({ host: unbracketed(proxy.hostname), port: portOf(proxy), noDelay: true });
  const reached = await settleWithin<net.Socket>({ timeoutMs, signal, phase: "connect", late: "proxy_timed_out" }, (settle) => {
    socket.once("connect", () => settle(ok(socket)));
    // Stays on the socket, which always needs a listener.
    socket.on("error", () => settle(refuse(netFailure("proxy_unreachable", "connect"))));
  });
  if (!reached.ok) socket.destroy();
  return reached;
}

/** Replies of a SOCKS5 proxy (RFC 1928, section 6); the library puts the reply's name at the end of its message. */
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

async function askConnect(socket: net.Socket, { proxy, host, port, timeoutMs }: Tunnel): Promise<Result<net.Socket, NetFailure>> {
  const authority = `${bracketed(host)}:${port}`;
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization = proxy.username === "" ? {} : { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` };
  const headers = { host: authority, ...authorization };
  const request = http.request({ createConnection: () => socket, method: "CONNECT", path: authority, headers });
  const bounds = { timeoutMs: Math.max(1, timeoutMs), phase: "connect", late: "connection_timed_out" } as const;
  const asked = await settleWithin<net.Socket>(bounds, (settle) => {
    const fail = (code: NetFailure["code"]): void => settle(refuse(netFailure(code, "connect")));
    request.once("connect", ({ statusCode = 0 }, open: net.Socket, head) => {
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) open.unshift(head);
        settle(ok(open));
      } else if (statusCode === 504) fail("connection_timed_out");
      else fail(statusCode >= 500 && statusCode !== 501 ? "connection_refused" : "proxy_refused");
    });
    // Any response other than one to CONNECT.
    request.once("response", () => fail("proxy_refused"));
    request.on("error", () => fail("proxy_unreachable"));
    request.end();
  });
  if (!asked.ok) socket.destroy();
  return asked;
}

/** Never rejects. A failure that a proxy reports about the target counts as the target's; `attributeFailure` tests whether the proxy works. */
export async function openTunnel(tunnel: Tunnel): Promise<Result<net.Socket, NetFailure>> {
  const startedAt = performance.now();
  const reached = await connectToProxy(tunnel);
  if (!reached.ok) return reached;
  const left = { ...tunnel, timeoutMs: tunnel.timeoutMs - (performance.now() - startedAt) };
  return tunnel.proxy.protocol === "socks5:" ? askSocks(reached.value, left) : askConnect(reached.value, left);
}
