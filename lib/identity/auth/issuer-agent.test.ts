import { once } from "node:events";
import http, { type ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { issuerAgent } from "@/lib/identity/auth/oidc-provider";
import { makeCertificateAuthority } from "@/lib/testing/certificates";

let server: http.Server | https.Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(made: typeof server, answer: (response: ServerResponse) => void): Promise<number> {
  server = made.on("request", (_request: unknown, response: ServerResponse) => answer(response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** @returns the length of the response */
async function ask(url: string, limits: { timeoutMs: number; mostBytes: number }, ca?: string): Promise<number> {
  const request = (url.startsWith("https:") ? https : http).get(url, { agent: issuerAgent(url, limits), ...(ca ? { ca } : {}) });
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  return (await text(response)).length;
}

test("a response within the limits is read completely", async () => {
  const port = await serve(http.createServer(), (response) => response.end("{}"));
  expect(await ask(`http://127.0.0.1:${port}`, { timeoutMs: 5_000, mostBytes: 10_000 })).toBe(2);
});

test("a response that trickles forever is cut off after the timeout", async () => {
  const port = await serve(http.createServer(), (response) => {
    const drip = setInterval(() => response.write(" "), 20);
    response.once("close", () => clearInterval(drip));
  });
  await expect(ask(`http://127.0.0.1:${port}`, { timeoutMs: 300, mostBytes: 10_000 })).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("the timeout also applies over TLS", async () => {
  const authority = await makeCertificateAuthority({ name: "Harbour" });
  const { cert, key } = await authority.issue(["localhost"]);
  const port = await serve(https.createServer({ cert, key }), (response) => response.end("x".repeat(600_000)));
  const url = `https://localhost:${port}`;
  expect(await ask(url, { timeoutMs: 5_000, mostBytes: 1_000_000 }, authority.rootPem)).toBe(600_000);
  await expect(ask(url, { timeoutMs: 5_000, mostBytes: 50_000 }, authority.rootPem)).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("an endless response is cut off", async () => {
  const port = await serve(http.createServer(), (response) => {
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(10_000)));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  });
  await expect(ask(`http://127.0.0.1:${port}`, { timeoutMs: 20_000, mostBytes: 50_000 })).rejects.toMatchObject({ code: "ECONNRESET" });
});
