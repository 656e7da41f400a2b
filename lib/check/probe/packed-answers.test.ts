import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { createShopClient } from "@/lib/connectors/http/client";

const INDEX = Buffer.from('{"url":"http://shop.example","home":"http://shop.example","namespaces":["wp/v2","wc/v3"]}');
const egress = { addresses: ["127.0.0.2"], control: null };
const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };

/** Whether the check and the connector can decode the JSON of a server that encodes every response like this. */
async function ask(codings: readonly string[], body: Buffer): Promise<{ check: boolean; connector: boolean }> {
  const head = ["Content-Type", "application/json", ...codings.flatMap((coding) => ["Content-Encoding", coding])];
  const server = http.createServer((_request, response) => response.writeHead(200, head).end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createShopClient({ baseUrl, shopSystem: "woocommerce", egress, policy });
  try {
    const sent = await client.send({ method: "GET", path: "/wp-json/" });
    const result = await runCheck({ url: baseUrl, shopSystem: "woocommerce", egress, policy, budget: 4 });
    return { check: result.causes.length === 0, connector: sent.ok && sent.answer.body === INDEX.toString() };
  } finally {
    await client.close();
    server.closeAllConnections();
    server.close();
  }
}

it.each([
  ["gzip", ["gzip"], gzipSync(INDEX)],
  ["gzip by its old name", ["x-gzip"], gzipSync(INDEX)],
  ["br", ["BR"], brotliCompressSync(INDEX)],
  ["deflate in its zlib format", ["deflate"], deflateSync(INDEX)],
  ["raw deflate, which was not requested", ["deflate"], deflateRawSync(INDEX)],
  ["plain text under an unknown encoding", ["UTF-8"], INDEX],
] as const)("check and connector both read %s", async (_name, codings, body) => {
  expect(await ask(codings, body)).toEqual({ check: true, connector: true });
});

it.each([
  ["gzip that is declared twice", ["gzip", "gzip"], gzipSync(INDEX)],
  ["truncated gzip", ["gzip"], gzipSync(INDEX).subarray(0, -4)],
  ["truncated raw deflate", ["deflate"], deflateRawSync(INDEX).subarray(0, -4)],
  ["gzip followed by other bytes", ["gzip"], Buffer.concat([gzipSync(INDEX), Buffer.from("\n<!-- cached -->")])],
  ["gzip that is declared as deflate", ["deflate"], gzipSync(INDEX)],
  ["gzip that is not declared", [], gzipSync(INDEX)],
] as const)("check and connector both reject %s", async (_name, codings, body) => {
  expect(await ask(codings, body)).toEqual({ check: false, connector: false });
});
