import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import zlib from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { gatherPage } from "@/scripts/gather.mjs";
import { packPage } from "@/scripts/pack-page.mjs";

type Middleware = (request: http.IncomingMessage, response: http.ServerResponse, next: () => void) => void;
// It brings no types.
const { default: compression } = (await import("compression" as string)) as { default: (options: object) => Middleware };

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

type Answer = (response: http.ServerResponse) => Promise<void> | void;

/** Asks a real server that answers as ours does; `pieces` come as the socket brings them. */
async function ask(acceptEncoding: string, answer: Answer) {
  const compress = compression({ threshold: 0 });
  const server = http.createServer((request, response) =>
    compress(request, response, () => {
      packPage(request, response);
      gatherPage(response);
      void answer(response);
    }),
  );
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const asked = http.request({ host: "127.0.0.1", port, headers: { "accept-encoding": acceptEncoding }, agent: false }).end();
  const [got] = (await once(asked, "response")) as [http.IncomingMessage];
  return got;
}

async function readAll(got: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of got) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const PAGE = `<p>Grüße an alle</p>${"<li>row</li>".repeat(500)}`;
const sendPage: Answer = (response) => {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.write(PAGE.slice(0, 700));
  response.end(PAGE.slice(700));
};

test("a page goes by zstd to browsers that take it, whole, and says so to caches", async () => {
  const got = await ask("gzip, deflate, br, zstd", sendPage);
  expect(got.headers).toMatchObject({ "content-encoding": "zstd", vary: expect.stringMatching(/accept-encoding/i) });
  expect(zlib.zstdDecompressSync(await readAll(got)).toString()).toBe(PAGE);
});

test.each([
  ["gzip, deflate, br", "br"],
  ["gzip", "gzip"],
  ["zstd;q=0, gzip", "gzip"],
  ["identity", undefined],
])("a browser that takes %s gets its page by %s", async (accepts, encoding) => {
  const got = await ask(accepts, sendPage);
  expect(got.headers["content-encoding"]).toBe(encoding);
  const packed = await readAll(got);
  const body = encoding === "br" ? zlib.brotliDecompressSync(packed) : encoding ? zlib.gunzipSync(packed) : packed;
  expect(body.toString()).toBe(PAGE);
});

test("what is there arrives before the rest is made", async () => {
  let goOn = (): void => {};
  const made = new Promise<void>((done) => {
    goOn = done;
  });
  const got = await ask("zstd", async (response) => {
    response.setHeader("content-type", "text/x-component");
    response.write("first part, ");
    await made;
    response.end("late part");
  });
  const unpacked = got.pipe(zlib.createZstdDecompress()).setEncoding("utf8");
  const [first] = await once(unpacked, "data");
  expect(first).toBe("first part, ");
  goOn();
  const [late] = await once(unpacked, "data");
  expect(late).toBe("late part");
});

test("what is no page, what is packed already and what has no body go untouched", async () => {
  const plain = await ask("zstd", (response) => void response.setHeader("content-type", "text/event-stream").end("data: 1\n\n"));
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect((await readAll(plain)).toString()).toBe("data: 1\n\n");
  const packed = zlib.gzipSync(PAGE);
  const before = await ask(
    "zstd, gzip",
    (response) => void response.setHeader("content-type", "text/html").setHeader("content-encoding", "gzip").end(packed),
  );
  expect(before.headers["content-encoding"]).toBe("gzip");
  expect(await readAll(before)).toEqual(packed);
  const moved = await ask("zstd", (response) => {
    response.setHeader("content-type", "text/html");
    response.statusCode = 307;
    response.end();
  });
  expect(moved.headers["content-encoding"]).toBeUndefined();
  expect(await readAll(moved)).toHaveLength(0);
});

test("a reader who goes away ends the packing of a page that is not made to its end", async () => {
  const made = vi.spyOn(zlib, "createZstdCompress");
  const got = await ask("zstd", (response) => void response.setHeader("content-type", "text/html").write("first"));
  got.on("error", () => {}).destroy();
  const packers = made.mock.results.map(({ value }) => value as zlib.ZstdCompress);
  made.mockRestore();
  await expect.poll(() => packers.map(({ destroyed }) => destroyed)).toEqual([true]);
});
