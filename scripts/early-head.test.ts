import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAnswerers } from "@/scripts/answerers.mjs";
import { createEarlyHeads } from "@/scripts/early-head.mjs";
import { createFront } from "@/scripts/front.mjs";
import { gatherPage } from "@/scripts/gather.mjs";
import { packPage } from "@/scripts/pack-page.mjs";

let folder: string;
const closers: (() => unknown)[] = [];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "early-"));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  fs.rmSync(folder, { recursive: true });
});

const ID = "01930000-0000-7000-8000-000000000001";
const OVERVIEW = `/m/${ID}`;
const COOKIE = "session=known; other=1";
const BODY = `<!DOCTYPE html><html><body>${"<p>Grüße</p>".repeat(50)}</body></html>`;

type Make = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;
type Looked = [page: unknown, token: string | undefined];

/** What Next does with a document that is there. */
function sendDocument(request: http.IncomingMessage, response: http.ServerResponse): void {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader("cache-control", "private, no-store");
  response.setHeader("link", `</font.woff2>; rel=preload; as="font"; nonce="${request.headers["x-nonce"]}"`);
  response.setHeader("x-made", "late");
  response.write(BODY);
  response.end();
}

/** The front with one process that answers as `make` says; `isThere` as told. */
async function scene(isThere: (...looked: Looked) => Promise<boolean> = async () => true) {
  const answerers = createAnswerers();
  let make: Make = sendDocument;
  const answering = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
    packPage(request, response);
    gatherPage(response);
    make(request, response);
  });
  const socketPath = path.join(folder, "answering.sock");
  await once(answering.listen(socketPath), "listening");
  answerers.join(socketPath);
  const earlyHeads = createEarlyHeads({ isThere, sessionCookie: "session" });
  const { server } = createFront({ answerers, earlyHeads, secure: false, development: false });
  await once(server.listen(0, "127.0.0.1"), "listening");
  closers.push(() => {
    for (const one of [server, answering]) {
      one.close();
      one.closeAllConnections();
    }
  });
  const { port } = server.address() as AddressInfo;
  const ask = async (address = OVERVIEW, headers: http.OutgoingHttpHeaders = {}, method = "GET") => {
    const asked = http.request({
      ...{ port, host: "127.0.0.1", path: address, method, agent: false },
      headers: { cookie: COOKIE, "accept-encoding": "zstd", ...headers },
    });
    const [answer] = (await once(asked.end(), "response")) as [http.IncomingMessage];
    return answer;
  };
  const textOf = async (answer: http.IncomingMessage): Promise<string> => {
    const bytes = Buffer.concat(await answer.toArray());
    return (answer.headers["content-encoding"] === "zstd" ? zlib.zstdDecompressSync(bytes) : bytes).toString();
  };
  const makeBy = (next: Make): void => {
    make = next;
  };
  return { ask, textOf, makeBy };
}

const ofEachAnswer = ["date", "content-security-policy", "link"];
const lasting = (headers: http.IncomingHttpHeaders) => Object.entries(headers).filter(([name]) => !ofEachAnswer.includes(name));

test("the head goes before the document is made, as it was with the first one but for its own nonce; the body goes behind it", async () => {
  const looked: Looked[] = [];
  const { ask, textOf, makeBy } = await scene(async (...one) => looked.push(one) > 0);
  const first = await ask();
  expect(await textOf(first)).toBe(BODY);
  expect(looked).toEqual([]);
  const made = Promise.withResolvers<void>();
  makeBy(async (request, response) => {
    await made.promise;
    sendDocument(request, response);
  });
  const answer = await ask(`${OVERVIEW}/orders/${ID}?from=mail`);
  expect(answer.statusCode).toBe(200);
  expect(lasting(answer.headers)).toEqual(lasting(first.headers));
  const nonce = /'nonce-([^']+)'/.exec(String(answer.headers["content-security-policy"]))?.[1];
  expect(answer.headers.link).toBe(`</font.woff2>; rel=preload; as="font"; nonce="${nonce}"`);
  expect(answer.headers.link).not.toBe(first.headers.link);
  expect(looked).toEqual([[{ kind: "order", merchantId: ID, id: ID }, "known"]]);
  made.resolve();
  expect(await textOf(answer)).toBe(BODY);
});

test.each([
  ["is not certainly there", OVERVIEW, {}, "GET", false],
  ["is none of those asked for most", `${OVERVIEW}/settings`, {}, "GET", true],
  ["changes in place", OVERVIEW, { rsc: "1" }, "GET", true],
  ["is asked for its head alone", OVERVIEW, {}, "HEAD", true],
  ["is pressed on", OVERVIEW, {}, "POST", true],
  ["goes to a browser that takes it otherwise", OVERVIEW, { "accept-encoding": "br" }, "GET", true],
] as const)("a page that %s keeps its own head", async (_, address, headers, method, isThere) => {
  const { ask, textOf, makeBy } = await scene(async () => isThere);
  await textOf(await ask());
  // Long enough for a head to have gone before.
  makeBy((_request, response) => setTimeout(() => response.writeHead(404, { "x-own": "yes" }).end(), 50));
  const answer = await ask(address, headers, method);
  expect(answer.statusCode).toBe(404);
  expect(answer.headers["x-own"]).toBe("yes");
});

test("a look that fails, or takes longer than the page, leaves the page as it is", async () => {
  const looks: (() => Promise<boolean>)[] = [() => Promise.reject(new Error("no database")), () => new Promise(() => {})];
  const { ask, textOf, makeBy } = await scene(() => looks.shift()?.() ?? Promise.resolve(false));
  await textOf(await ask());
  makeBy((_, response) => setTimeout(() => response.writeHead(404).end(), 20));
  for (let count = 0; count < 2; count += 1) expect((await ask()).statusCode).toBe(404);
});

test("an error is no head for others", async () => {
  const { ask, textOf, makeBy } = await scene();
  makeBy((_, response) => {
    response.statusCode = 500;
    response.setHeader("content-type", "text/html");
    response.end("<p>broken</p>");
  });
  await textOf(await ask());
  makeBy((_, response) => setTimeout(() => response.writeHead(404).end(), 20));
  expect((await ask()).statusCode).toBe(404);
});

test("behind a head that has gone: a page that breaks shows what it has instead, one that leads elsewhere by now leads there, and nothing else ends as if it were whole", async () => {
  const { ask, textOf, makeBy } = await scene();
  await textOf(await ask());
  const slowly = (answer: (response: http.ServerResponse) => void): void => makeBy((_, response) => setTimeout(() => answer(response), 50));
  slowly((response) => {
    response.statusCode = 500;
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end("<p>Etwas ging schief</p>");
  });
  const broken = await ask();
  expect(broken.statusCode).toBe(200);
  expect(await textOf(broken)).toBe("<p>Etwas ging schief</p>");
  slowly((response) => response.writeHead(307, { location: '/sign-in?next="/m"&x=<' }).end());
  expect(await textOf(await ask())).toBe(
    '<!DOCTYPE html><meta http-equiv="refresh" content="0;url=/sign-in?next=&quot;/m&quot;&amp;x=&lt;">',
  );
  slowly((response) => response.writeHead(500).end());
  await expect(ask().then(textOf)).rejects.toThrow();
  slowly((response) => response.destroy());
  await expect(ask().then(textOf)).rejects.toThrow();
});
