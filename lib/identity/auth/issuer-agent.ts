import http from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";

/** How long one question to the issuer may take in all, and what an answer may weigh. Discovery, keys and claims are some kilobytes. */
export const ISSUER_LIMITS = { timeoutMs: 8_000, mostBytes: 1_000_000 };

/**
 * The library bounds silence, but neither an answer that trickles for ever nor one without an end. Each connection carries one question. It is
 * closed without an error of ours: once an answer has begun nobody listens for one at the request, and it would end the process.
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

/** Connections to the issuer, which whoever runs this installation chose: bounded, not distrusted. */
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
