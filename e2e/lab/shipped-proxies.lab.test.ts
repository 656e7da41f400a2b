import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { LAB_PROXIES } from "@/e2e/support/shipped-proxies";
import { findFreePort } from "@/scripts/dev/ports.mjs";

// The configurations in deploy/ in front of a server that records what reaches it, byte by byte.

interface Upstream {
  port: number;
  received: () => string;
  close: () => void;
}

/** Answers every message head with an empty 200, and says what arrived. */
async function startUpstream(): Promise<Upstream> {
  let received = "";
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      if (bytes.includes("\r\n\r\n")) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as net.AddressInfo).port, received: () => received, close: () => server.close() };
}

const FRAMINGS: readonly [name: string, head: string, body: string][] = [
  ["Content-Length and Transfer-Encoding", "Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n"],
  ["Transfer-Encoding and Content-Length", "Transfer-Encoding: chunked\r\nContent-Length: 30", "0\r\n\r\n"],
  ["two lengths", "Content-Length: 4\r\nContent-Length: 30", "abcd"],
  ["a list of lengths", "Content-Length: 4, 30", "abcd"],
  ["an encoding with a space before the colon", "Content-Length: 4\r\nTransfer-Encoding : chunked", "0\r\n\r\n"],
  ["an unknown encoding", "Content-Length: 4\r\nTransfer-Encoding: xchunked", "0\r\n\r\n"],
  ["an encoding in a folded line", "Content-Length: 4\r\nTransfer-Encoding:\r\n chunked", "0\r\n\r\n"],
  ["a signed length", "Content-Length: +4", "abcd"],
];

/** Whether a message's head can be framed in one way only. */
function isUnambiguous(head: string): boolean {
  const lengths = head.match(/^content-length\s*:.*$/gim) ?? [];
  const encodings = head.match(/^transfer-encoding\s*:.*$/gim) ?? [];
  return lengths.length + encodings.length <= 1 && lengths.every((line) => /^content-length: ?\d+\r?$/i.test(line));
}

describe.each(LAB_PROXIES.filter(({ program }) => fs.existsSync(program)))("$name as shipped", ({ start }) => {
  let workspace: Workspace;
  let upstream: Upstream;
  let port: number;

  const open = async (options: tls.ConnectionOptions = {}): Promise<tls.TLSSocket> => {
    const way = { host: "127.0.0.1", port, servername: "localhost", ALPNProtocols: ["http/1.1"] };
    const socket = tls.connect({ ...way, rejectUnauthorized: false, ...options });
    await once(socket, "secureConnect");
    return socket;
  };

  beforeAll(async () => {
    workspace = new Workspace("shipped proxy");
    upstream = await startUpstream();
    port = await findFreePort();
    await start(workspace, { port, upstream: upstream.port });
    // Caddy listens before it has issued its certificate.
    await vi.waitFor(async () => (await open()).destroy(), { timeout: 20_000, interval: 100 });
  }, 60_000);
  afterAll(async () => {
    await workspace?.close();
    upstream?.close();
  });

  test.each(FRAMINGS)("a message with %s is refused, or reaches the web process framed in one way", async (name, head, body) => {
    const mark = `/framing-${name.replace(/\W+/g, "-")}`;
    const socket = await open();
    let answer = "";
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
    });
    socket.write(`POST ${mark} HTTP/1.1\r\nHost: localhost:${port}\r\n${head}\r\n\r\n${body}`);
    await expect.poll(() => answer, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 \d{3}/);
    socket.destroy();
    const forwarded = upstream.received().split(`POST ${mark} `)[1]?.split("\r\n\r\n")[0];
    if (forwarded === undefined) expect(answer).toMatch(/^HTTP\/1\.1 (400|411|415|422|501) /);
    else expect(isUnambiguous(forwarded), forwarded).toBe(true);
  });

  test("TLS 1.2 and 1.3 are spoken, older versions are refused", async () => {
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const socket = await open({ minVersion: version, maxVersion: version });
      expect(socket.getProtocol()).toBe(version);
      socket.destroy();
    }
    // Without a lower security level, this side would not even offer them.
    for (const version of ["TLSv1", "TLSv1.1"] as const)
      await expect(open({ minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" })).rejects.toThrow(/alert|version/i);
  });
});
