import http from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";

/** Limits of one request to the issuer in total. Discovery, keys and claims are a few kilobytes. */
export const ISSUER_LIMITS = { timeoutMs: 8_000, mostBytes: 1_000_000 };

/**
 * next-auth's HTTP client limits idle time, but neither a trickling nor an endless response. Each connection carries one request. It is
 * destroyed without an error: once a response has begun nothing handles errors of the request, and one would end the process.
 */
function bound(socket: Duplex, { timeoutMs, mostBytes }: typeof ISSUER_LIMITS): void {
  const timer = setTimeout(() => socket.destroy(), timeoutMs);
  let bytes = 0;
  socket.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) socket.destroy();
  });
  socket.once("close", () => clearTimeout(timer));
}

/** Connections to the issuer. The operator configures it, so they are limited but exempt from the SSRF guard. */
export function issuerAgent(issuer: string, limits = ISSUER_LIMITS): http.Agent {
  const agent = issuer.startsWith("https:") ? new https.Agent() : new http.Agent();
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...args: Parameters<typeof connect>) => {
    const socket = connect(...args);
    if (socket) bound(socket, limits);
    return socket;
  };
  return agent;
}
