import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import zlib from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { pageOf, saysWhenCertain } from "@/scripts/early-head.mjs";
import { gatherPage } from "@/scripts/gather.mjs";
import { packPage } from "@/scripts/pack-page.mjs";
import { createTurns } from "@/scripts/page-turns.mjs";

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const FONT = (nonce: string) => `</font.woff2>; rel=preload; as="font"; nonce="${nonce}"`;
const BODY = `<!DOCTYPE html><html><body>${"<p>Grüße</p>".repeat(50)}</body></html>`;

/** What Next does with a document that is there. */
function sendDocument(response: http.ServerResponse): void {
  expect(response.headersSent).toBe(false);
  response.statusCode = 200;
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader("link", FONT("of the one who asked"));
  response.setHeader("x-late", "told too late");
  response.write(BODY);
  response.end();
}

type Page = ReturnType<typeof pageOf>;

/** A real server whose pages are made by `make`; returns how to ask it. */
async function serve(make: (page: Page, response: http.ServerResponse) => Promise<void> | void) {
  const inTurn = createTurns();
  const server = http.createServer((request, response) => {
    request.headers["x-nonce"] = "fresh";
    packPage(request, response);
    gatherPage(response);
    void make(pageOf(request, response, inTurn), response);
  });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return (headers: http.OutgoingHttpHeaders = {}) => {
    const asked = http.get({ port, host: "127.0.0.1", headers, agent: false });
    const head = once(asked, "response").then(([answer]: http.IncomingMessage[]) => answer as http.IncomingMessage);
    const body = head.then(async (answer) => Buffer.concat(await answer.toArray()));
    return { asked, head, body };
  };
}

/** The first document of a process tells what is fetched first. */
async function afterFirst(make: (page: Page, response: http.ServerResponse) => Promise<void> | void) {
  let isFirst = true;
  const ask = await serve((page, response) => {
    if (!isFirst) return make(page, response);
    isFirst = false;
    page.begin();
    sendDocument(response);
  });
  await ask().body;
  return ask;
}

test.each(["identity", "zstd"])(
  "the head goes before the document is made, with what is to be fetched first, packed by %s",
  async (encoding) => {
    const made = Promise.withResolvers<void>();
    const ask = await afterFirst(async (page, response) => {
      page.begin();
      await made.promise;
      sendDocument(response);
    });
    const { head, body } = ask({ "accept-encoding": encoding });
    const { statusCode, headers } = await head;
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ "content-type": "text/html; charset=utf-8", link: FONT("fresh") });
    expect(headers["cache-control"]).toMatch(/no-store/);
    made.resolve();
    const bytes = await body;
    expect((encoding === "zstd" ? zlib.zstdDecompressSync(bytes) : bytes).toString()).toBe(BODY);
  },
);

test("a page that never says so, and one that changes in place, keep their own head", async () => {
  const silent = await afterFirst((_, response) => sendDocument(response));
  expect((await silent().head).headers).toMatchObject({ "x-late": "told too late", link: FONT("of the one who asked") });
  const inPlace = await afterFirst((page, response) => {
    page.begin();
    response.statusCode = 404;
    response.end("gone");
  });
  expect((await inPlace({ rsc: "1" }).head).statusCode).toBe(404);
});

test("what was begun of a page ends with whoever asked for it, if they go before its turn", async () => {
  let begun = 0;
  const ended = Promise.withResolvers<unknown>();
  const ask = await serve((page) => {
    begun += 1;
    page.turn().catch(ended.resolve);
  });
  const readers = Array.from({ length: 4 }, () => ask());
  for (const { body } of readers) body.catch(() => {});
  await expect.poll(() => begun).toBe(4);
  readers.at(-1)?.asked.destroy();
  expect(await ended.promise).toMatchObject({ name: "AbortError" });
  for (const { asked } of readers) asked.destroy();
});

test("the pages that say when they are certain are those whose turn is not taken before", () => {
  const app = path.join(import.meta.dirname, "../app");
  const saying = fs
    .globSync("**/page.tsx", { cwd: app })
    .filter((file) => fs.readFileSync(path.join(app, file), "utf8").includes("await beginPage()"))
    .map((file) =>
      `/${path.dirname(file)}`.replaceAll(/\/\([^)]*\)/g, "").replaceAll(/\[[^\]]*\]/g, "01930000-0000-7000-8000-000000000001"),
    );
  expect(saying).toHaveLength(5);
  expect(saying.filter((address) => !saysWhenCertain(address))).toEqual([]);
  const other = ["/m/01930000-0000-7000-8000-000000000001/incidents", "/m/x/orders/import", "/sign-in", "/"];
  expect(other.filter(saysWhenCertain)).toEqual([]);
});
