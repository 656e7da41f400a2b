import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { createShopClient } from "@/lib/connectors/http/client";

const INDEX = '{"url":"http://shop.example","home":"http://shop.example","namespaces":["wp/v2","wc/v3"]}';
const LENGTH = `Content-Length: ${INDEX.length}`;
const TYPE = "Content-Type: application/json";
const egress = { addresses: ["127.0.0.2"], control: null };
const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };

interface Odd {
  /** The response to every request, byte for byte. */
  bytes: Buffer;
  /** Closes the connection after the response. */
  closes: boolean;
}

/** Response heads are Latin-1. */
const odd = (text: string, closes = false): Odd => ({ bytes: Buffer.from(text, "latin1"), closes });

const answer = (...lines: string[]): Odd => odd(`${["HTTP/1.1 200 OK", TYPE, ...lines].join("\r\n")}\r\n\r\n${INDEX}`);
const headed = (...lines: string[]): string => `${lines.join("\r\n")}\r\n\r\n${INDEX}`;
const chunked = (body: string): Odd => odd(`HTTP/1.1 200 OK\r\n${TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n${body}`);
const SIZE = INDEX.length.toString(16);

/** A server that only detects where requests end. */
async function serve({ bytes, closes }: Odd) {
  const server = net.createServer((socket) => {
    let pending = "";
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      pending += chunk.toString("latin1");
      for (;;) {
        const headEnd = pending.indexOf("\r\n\r\n");
        if (headEnd < 0) return;
        const length = Number(/content-length: *(\d+)/i.exec(pending.slice(0, headEnd))?.[1] ?? 0);
        if (pending.length < headEnd + 4 + length) return;
        pending = pending.slice(headEnd + 4 + length);
        if (closes) socket.end(bytes);
        else socket.write(bytes);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Whether the check and the connector can read the JSON of a server that always answers like this, also on later requests. */
async function ask(given: Odd): Promise<{ check: boolean; connector: boolean }> {
  const { server, baseUrl } = await serve(given);
  const timeouts = { headersMs: 10_000, bodyMs: 10_000, totalMs: 20_000 };
  const client = createShopClient({ baseUrl, shopSystem: "woocommerce", egress, policy, timeouts });
  try {
    const bodies: string[] = [];
    for (const method of ["GET", "GET", "POST", "GET"] as const) {
      const sent = await client.send({ method, path: "/wp-json/", ...(method === "POST" ? { body: "{}" } : {}) });
      bodies.push(sent.ok ? sent.answer.body : sent.failure.code);
    }
    const result = await runCheck({ url: baseUrl, shopSystem: "woocommerce", egress, policy, budget: 4 });
    return { check: result.causes.length === 0, connector: bodies.every((body) => body === INDEX) };
  } finally {
    await client.close();
    server.close();
  }
}

const BARE = (text: string): string => text.replaceAll("\r\n", "\n");

// What curl and browsers accept, and most of what only one of them accepts.
it.concurrent.each<[string, Odd]>([
  ["an ordinary answer", answer(LENGTH)],
  ["bare LF", odd(BARE(headed("HTTP/1.1 200 OK", TYPE, LENGTH)))],
  ["bare LF behind some lines", odd(`HTTP/1.1 200 OK\r\n${TYPE}\n${LENGTH}\r\n\r\n${INDEX}`)],
  ["bare LF as the last line alone", odd(`HTTP/1.1 200 OK\r\n${TYPE}\r\n${LENGTH}\r\n\n${INDEX}`)],
  ["bare LF between chunks", odd(BARE(`HTTP/1.1 200 OK\r\n${TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n${SIZE}\r\n${INDEX}\r\n0\r\n\r\n`))],
  ["100 Continue unasked", odd(`HTTP/1.1 100 Continue\r\n\r\n${headed("HTTP/1.1 200 OK", TYPE, LENGTH)}`)],
  ["103 Early Hints", odd(`HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n${headed("HTTP/1.1 200 OK", TYPE, LENGTH)}`)],
  ["102 and 103", odd(`HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n${headed("HTTP/1.1 200 OK", TYPE, LENGTH)}`)],
  ["a header's name with a blank", answer("X Odd: 1", LENGTH)],
  ["a header's name with brackets", answer("X[Odd]: 1", LENGTH)],
  ["a header's name in UTF-8", answer(`X-${Buffer.from("ü").toString("latin1")}: 1`, LENGTH)],
  ["a header without a name", answer(": 1", LENGTH)],
  ["a line without a colon", answer("nonsense", LENGTH)],
  ["a status without a phrase", odd(headed("HTTP/1.1 200 ", TYPE, LENGTH))],
  ["a status without even the blank", odd(headed("HTTP/1.1 200", TYPE, LENGTH))],
  ["a phrase in Latin-1", odd(headed("HTTP/1.1 200 D'accord \xe9", TYPE, LENGTH))],
  ["a folded header", answer("X-Long: one", " two", LENGTH)],
  ["a folded header first", odd(headed("HTTP/1.1 200 OK", " folded", TYPE, LENGTH))],
  ["a length twice", answer(LENGTH, LENGTH)],
  ["a length as a list", answer(`${LENGTH}, ${INDEX.length}`)],
  [
    "a length beside chunks",
    odd(`HTTP/1.1 200 OK\r\n${TYPE}\r\n${LENGTH}\r\nTransfer-Encoding: chunked\r\n\r\n${SIZE}\r\n${INDEX}\r\n0\r\n\r\n`),
  ],
  [
    "chunked twice",
    odd(`HTTP/1.1 200 OK\r\n${TYPE}\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n${SIZE}\r\n${INDEX}\r\n0\r\n\r\n`),
  ],
  ["identity as a transfer encoding", odd(headed("HTTP/1.1 200 OK", TYPE, "Transfer-Encoding: identity", LENGTH))],
  ["http in small letters", odd(headed("http/1.1 200 OK", TYPE, LENGTH))],
  ["HTTP/1.0 that closes", odd(headed("HTTP/1.0 200 OK", TYPE), true)],
  ["HTTP/1.0 that keeps", odd(headed("HTTP/1.0 200 OK", TYPE, "Connection: keep-alive", LENGTH))],
  ["HTTP/2.0 in text", odd(headed("HTTP/2.0 200 OK", TYPE, LENGTH), true)],
  ["blanks before a colon", answer("X-Odd : 1", `Content-Length : ${INDEX.length}`)],
  ["a tab before the value", answer(`Content-Length:\t${INDEX.length}`)],
  ["extensions of chunks", chunked(`${SIZE};name=value\r\n${INDEX}\r\n0;last\r\n\r\n`)],
  ["a blank behind the size of a chunk", chunked(`${SIZE}  \r\n${INDEX}\r\n0\r\n\r\n`)],
  ["a size of a chunk with zeros before it", chunked(`000000000000${SIZE}\r\n${INDEX}\r\n0\r\n\r\n`)],
  ["a trailer", chunked(`${SIZE}\r\n${INDEX}\r\n0\r\nX-Sum: 1\r\n\r\n`)],
  ["garbage behind the body", odd(`${headed("HTTP/1.1 200 OK", TYPE, LENGTH)}garbage`)],
  ["an empty line behind the body", odd(`${headed("HTTP/1.1 200 OK", TYPE, LENGTH)}\r\n`)],
  ["garbage behind the last chunk", chunked(`${SIZE}\r\n${INDEX}\r\n0\r\n\r\ngarbage`)],
  ["empty lines before", odd(`\r\n\r\n${headed("HTTP/1.1 200 OK", TYPE, LENGTH)}`)],
  ["no length, then close", odd(headed("HTTP/1.1 200 OK", TYPE), true)],
  ["a header of 12 kB", answer(`X-Big: ${"a".repeat(12_000)}`, LENGTH)],
  ["a header of 40 kB", answer(`X-Big: ${"a".repeat(40_000)}`, LENGTH)],
  ["a header of 100 kB", answer(`X-Big: ${"a".repeat(100_000)}`, LENGTH)],
  ["many headers", answer(...Array.from({ length: 3000 }, (_, at) => `X-${at}: a`), LENGTH)],
  ["a value in Latin-1", answer("X-City: Z\xfcrich", LENGTH)],
  ["a value with control characters", answer("X-Odd: a\x01b", LENGTH)],
  ["a value with NUL", answer("X-Odd: a\0b", LENGTH)],
  ["a value with CR", answer("X-Odd: a\rb", LENGTH)],
  ["a connection to be upgraded", answer("Upgrade: h2,h2c", "Connection: Upgrade", LENGTH)],
  ["close announced, and not done", answer("Connection: close", LENGTH)],
  ["keep-alive announced, and closed", odd(headed("HTTP/1.1 200 OK", TYPE, LENGTH), true)],
])("check and connector both read %s", async (_name, given) => {
  expect(await ask(given)).toEqual({ check: true, connector: true });
});

// Unclear where these end, or not HTTP responses at all; curl, Go or both refuse them.
it.concurrent.each<[string, Odd]>([
  ["two blanks before the status", odd(headed("HTTP/1.1  200 OK", TYPE, LENGTH))],
  ["two lengths", answer(LENGTH, "Content-Length: 5")],
  ["a length with a plus", answer(`Content-Length: +${INDEX.length}`)],
  ["an empty length", odd(headed("HTTP/1.1 200 OK", TYPE, "Content-Length:"), true)],
  ["HTTP/1.2", odd(headed("HTTP/1.2 200 OK", TYPE, LENGTH))],
  ["HTTP/2 in text", odd(headed("HTTP/2 200 OK", TYPE, LENGTH), true)],
  ["ICY", odd(headed("ICY 200 OK", TYPE, LENGTH), true)],
  ["no head at all", odd(INDEX, true)],
  ["a size of a chunk with 0x", chunked(`0x${SIZE}\r\n${INDEX}\r\n0\r\n\r\n`)],
  [
    "chunks with no last one, then close",
    odd(`HTTP/1.1 200 OK\r\n${TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n${SIZE}\r\n${INDEX}\r\n`, true),
  ],
  [
    "no empty line behind the last chunk, then close",
    odd(`HTTP/1.1 200 OK\r\n${TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n${SIZE}\r\n${INDEX}\r\n0\r\n`, true),
  ],
  ["a length too long, then close", odd(headed("HTTP/1.1 200 OK", TYPE, `Content-Length: ${INDEX.length + 5}`), true)],
  ["101 unasked", odd(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n`, true)],
  ["status 099", odd(headed("HTTP/1.1 099 Odd", TYPE, LENGTH))],
  ["status 2000", odd(headed("HTTP/1.1 2000 Odd", TYPE, LENGTH))],
  ["status 200OK", odd(headed("HTTP/1.1 200OK", TYPE, LENGTH))],
  ["a head of 300 kB", answer(...Array.from({ length: 3 }, (_, at) => `X-${at}: ${"a".repeat(100_000)}`), LENGTH)],
])("check and connector both reject %s", async (_name, given) => {
  expect(await ask(given)).toEqual({ check: false, connector: false });
});
