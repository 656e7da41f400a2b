import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { type ClosableShopClient, createShopClient, type ShopClientOptions } from "@/lib/connectors/http/client";

const LOOPBACK = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
export const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Seen {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  from: string;
  port: number | undefined;
  body: string;
}

export async function listen(answer: (request: http.IncomingMessage, response: http.ServerResponse, seen: Seen[]) => void) {
  const seen: Seen[] = [];
  let connections = 0;
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.push({
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      from: request.socket.remoteAddress ?? "",
      port: request.socket.remotePort,
      body: Buffer.concat(chunks).toString(),
    });
    answer(request, response, seen);
  });
  server.on("connection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, seen, server, connections: () => connections };
}

export function open(baseUrl: string, options: Partial<ShopClientOptions> = {}): ClosableShopClient {
  const client = createShopClient({
    baseUrl,
    shopSystem: "woocommerce",
    egress: { addresses: ["127.0.0.2"], control: null },
    policy: LOOPBACK,
    ...options,
  });
  closers.push(() => client.close());
  return client;
}

export const failureCode = async (client: ClosableShopClient, headers: Record<string, string> = {}): Promise<string> => {
  const sent = await client.send({ method: "GET", path: "/x", headers });
  return sent.ok ? `answered ${sent.answer.status}` : sent.failure.code;
};
