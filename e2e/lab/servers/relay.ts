import http from "node:http";
import type net from "node:net";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { startRaw } from "@/e2e/lab/servers/raw";

/** A response of the shop that a custom server forwards to the client in its own way. */
export interface Relayed {
  method: string;
  status: number;
  /** Header lines, except those about length and connection. */
  headers: string[];
  body: Buffer;
}

const HOP = /^(connection|keep-alive|content-length|transfer-encoding|date)$/i;

/** Reads one request at a time from a socket; null until it is complete. */
function readRequest(seen: Buffer): { method: string; path: string; headers: Record<string, string>; body: Buffer } | null {
  const text = seen.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [requestLine = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const length = Number(headers["content-length"] ?? 0);
  if (seen.byteLength < end + 4 + length) return null;
  const [method = "GET", path = "/"] = requestLine.split(" ");
  return { method, path, headers, body: seen.subarray(end + 4, end + 4 + length) };
}

/** A custom server in front of a shop; `write` may send the response. Returns its URL. */
export const startRelay = (workspace: Workspace, shopUrl: string, write: (answer: Relayed, socket: net.Socket) => void): Promise<string> =>
  startRaw(workspace, (socket) => {
    let seen = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk]);
      const asked = readRequest(seen);
      if (!asked) return;
      seen = Buffer.alloc(0);
      const { method, path, headers, body } = asked;
      const options = { method, headers: { ...headers, connection: "close", "accept-encoding": "identity" }, agent: false };
      const request = http.request(`${shopUrl}${path}`, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (part: Buffer) => chunks.push(part));
        response.on("end", () => {
          const raws = response.rawHeaders;
          const kept = raws.flatMap((name, index) => (index % 2 === 0 && !HOP.test(name) ? [`${name}: ${raws[index + 1]}`] : []));
          write({ method, status: response.statusCode ?? 200, headers: kept, body: Buffer.concat(chunks) }, socket);
        });
      });
      request.on("error", () => socket.destroy());
      request.end(body);
    });
  });
