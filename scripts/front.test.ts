import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAnswerers } from "@/scripts/answerers.mjs";
import { createFront } from "@/scripts/front.mjs";

let folder: string;
const closers: (() => unknown)[] = [];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "front-"));
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  fs.rmSync(folder, { recursive: true });
});

type Answerers = ReturnType<typeof createAnswerers>;
type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

/** A process that answers, at a socket of its own, as far as the front can tell. */
async function answering(answerers: Answerers, answer: Answer, onLeave?: () => void) {
  const socketPath = path.join(folder, `${closers.length}.sock`);
  const server = http.createServer({ keepAliveTimeout: 0 }, answer);
  await once(server.listen(socketPath), "listening");
  answerers.join(socketPath, onLeave);
  const fall = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  closers.push(() => (server.listening ? fall() : undefined));
  return { server, fall };
}

async function listening(answerers: Answerers) {
  const front = createFront({ answerers, earlyHeads: null, secure: false, development: false });
  await once(front.server.listen(0, "127.0.0.1"), "listening");
  closers.push(async () => {
    front.server.closeAllConnections();
    if (front.server.listening) await front.stop();
  });
  const { port } = front.server.address() as AddressInfo;
  return { front, port, url: `http://127.0.0.1:${port}` };
}

async function scene(answer: Answer) {
  const answerers = createAnswerers();
  const one = await answering(answerers, answer);
  return { answerers, one, ...(await listening(answerers)) };
}

const textOf = async (request: http.IncomingMessage): Promise<string> => Buffer.concat(await request.toArray()).toString();

test("a request goes on as it came, body and all, with its policy and whose it is; its answer comes back as it was given", async () => {
  let asked: http.IncomingHttpHeaders = {};
  const { url } = await scene(async (request, response) => {
    asked = request.headers;
    response.setHeader("set-cookie", ["a=1", "b=2"]);
    response.writeHead(418, { "x-own": "yes" }).end(`${request.method} ${request.url} ${await textOf(request)}`);
  });
  const answer = await fetch(`${url}/some/%ff?q=1`, {
    method: "PATCH",
    body: new Blob(["Grüße".repeat(50_000)]).stream(),
    duplex: "half",
    headers: { "x-nonce": "mine", "x-mooring-path": "/forged" },
  } as RequestInit);
  expect(answer.status).toBe(418);
  expect(await answer.text()).toBe(`PATCH /some/%25ff?q=1 ${"Grüße".repeat(50_000)}`);
  expect(answer.headers.get("x-own")).toBe("yes");
  expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];
  expect(asked).toMatchObject({ "x-nonce": nonce, "x-mooring-path": "/some/%25ff?q=1", "x-forwarded-for": "127.0.0.1" });
});

test("what a proxy before it says of who asks is kept", async () => {
  const { url } = await scene((request, response) => response.end(request.headers["x-forwarded-for"]));
  const answer = await fetch(url, { headers: { "x-forwarded-for": "198.51.100.7, 203.0.113.9" } });
  expect(await answer.text()).toBe("198.51.100.7, 203.0.113.9");
});

test("methods that nothing knows are refused, and asked of the whole server it tells those it knows", async () => {
  const { port } = await scene((_, response) => response.end("made"));
  const ask = async (method: string, path: string) => {
    const [answer] = (await once(http.request({ port, host: "127.0.0.1", method, path, agent: false }).end(), "response")) as [
      http.IncomingMessage,
    ];
    answer.resume();
    return [answer.statusCode, answer.headers.allow];
  };
  const known = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  expect(await ask("TRACE", "/")).toEqual([405, known]);
  expect(await ask("OPTIONS", "*")).toEqual([204, known]);
  expect(await ask("OPTIONS", "/api")).toEqual([200, undefined]);
});

test("a stream of news begins before there is any, comes piece by piece, and ends with whoever listens", async () => {
  const gone = Promise.withResolvers<void>();
  let tell = (_: string): void => {};
  const { port } = await scene((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    tell = (piece) => response.write(piece);
    response.once("close", gone.resolve);
  });
  const asked = http.get({ port, host: "127.0.0.1", agent: false });
  const [answer] = (await once(asked, "response")) as [http.IncomingMessage];
  for (const piece of ["data: 1\n\n", "data: 2\n\n"]) {
    tell(piece);
    expect(String((await once(answer, "data"))[0])).toBe(piece);
  }
  asked.destroy();
  await gone.promise;
});

test("nothing is made any more for who went away", async () => {
  const [begun, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { port } = await scene((_, response) => {
    response.once("close", gone.resolve);
    begun.resolve();
  });
  const asked = http.get({ port, host: "127.0.0.1", agent: false }).on("error", () => {});
  await begun.promise;
  asked.destroy();
  await gone.promise;
});

test("whoever goes away in the middle of what they send harms nobody else", async () => {
  const { port, url } = await scene(async (request, response) => response.end(await textOf(request)));
  const begun = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf";
  const gone = Array.from({ length: 200 }, async (_, index) => {
    const socket = net.connect(port, "127.0.0.1").on("error", () => {});
    const closed = once(socket, "close");
    socket.write(begun);
    if (index % 2 === 0) socket.destroy();
    else socket.once("connect", () => setImmediate(() => socket.resetAndDestroy()));
    await closed;
  });
  await Promise.all(gone);
  expect(await (await fetch(url, { method: "POST", body: "whole" })).text()).toBe("whole");
});

test("an answer that no browser could read is broken off, and the next one comes", async () => {
  const { url } = await scene((request, response) => {
    if (request.url !== "/odd") return response.end("made");
    return request.socket.end("HTTP/1.1 200 O\u0001K\r\nx-odd: \u0080\r\ncontent-length: 1\r\n\r\nx");
  });
  await fetch(`${url}/odd`).then(
    (answer) => answer.text(),
    () => {},
  );
  expect(await (await fetch(url)).text()).toBe("made");
});

test("what was sent ahead on a connection ends with it, however it ends", async () => {
  let [begun, ended] = [0, 0];
  const { port } = await scene((_, response) => {
    begun += 1;
    response.write("for ever");
    response.once("close", () => {
      ended += 1;
    });
  });
  const socket = net.connect(port, "127.0.0.1").on("error", () => {});
  socket.write(["/1", "/2", "/3"].map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`).join(""));
  await expect.poll(() => begun).toBe(3);
  socket.end("CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n");
  await expect.poll(() => ended).toBe(3);
});

test("an upload that is answered before it has come leaves its connection to the next request", async () => {
  const { port } = await scene((request, response) =>
    request.method === "POST" ? response.writeHead(413).end() : response.end("the next page"),
  );
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const refused = http.request({ port, host: "127.0.0.1", method: "POST", agent, headers: { "content-length": 3_000_000 } });
  const answered = once(refused, "response");
  refused.end(Buffer.alloc(3_000_000));
  const [refusal] = (await answered) as [http.IncomingMessage];
  expect(refusal.resume().statusCode).toBe(413);
  const next = ((await once(http.get({ port, host: "127.0.0.1", agent }), "response")) as [http.IncomingMessage])[0];
  expect(await textOf(next)).toBe("the next page");
  agent.destroy();
});

test("streams of news are no work: whoever holds them is asked as much as others", async () => {
  const answerers = createAnswerers();
  const taken = { a: 0, b: 0 };
  const answer =
    (name: "a" | "b"): Answer =>
    (request, response) => {
      if (request.url === "/news") return response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      taken[name] += 1;
      return setTimeout(() => response.end(), 50);
    };
  await answering(answerers, answer("a"));
  const { url } = await listening(answerers);
  const leave = new AbortController();
  await Promise.all(Array.from({ length: 10 }, () => fetch(`${url}/news`, { signal: leave.signal })));
  await answering(answerers, answer("b"));
  await Promise.all(Array.from({ length: 10 }, () => fetch(url)));
  expect(taken).toEqual({ a: 5, b: 5 });
  leave.abort();
});

test("one that takes nothing new goes on with what it is at", async () => {
  const answerers = createAnswerers();
  const [goOn, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const halfway: Answer = async (_, response) => {
    response.write("half, ");
    await goOn.promise;
    response.end("whole");
  };
  const ending = await answering(answerers, halfway, left.resolve);
  const { url } = await listening(answerers);
  const begun = await fetch(url);
  ending.server.close();
  const other = fetch(url);
  await left.promise;
  await answering(answerers, (_, response) => response.end("another"));
  expect(await (await other).text()).toBe("another");
  goOn.resolve();
  expect(await begun.text()).toBe("half, whole");
});

test("who comes before anything answers waits for it", async () => {
  const answerers = createAnswerers();
  const { url } = await listening(answerers);
  const answers = Promise.all([fetch(url), fetch(url)]);
  await answering(answerers, (_, response) => response.end("made"));
  for (const answer of await answers) expect(await answer.text()).toBe("made");
});

test("one that fell over takes along what it was making and no more; what it has not taken is made by another", async () => {
  const answerers = createAnswerers();
  const began = Promise.withResolvers<void>();
  const falling = await answering(answerers, (request, response) => {
    if (request.url === "/whole") return response.end("whole");
    response.write("half");
    began.resolve();
    return response;
  });
  const { url } = await listening(answerers);
  expect(await (await fetch(`${url}/whole`)).text()).toBe("whole");
  const half = await fetch(`${url}/half`);
  await began.promise;
  await falling.fall();
  await expect(half.text()).rejects.toThrow();
  // Nobody has noticed yet that it is gone.
  const later = fetch(url);
  await answering(answerers, (_, response) => response.end("another"));
  expect(await (await later).text()).toBe("another");
  const pressed = await fetch(url, { method: "POST", body: "once" });
  expect(await pressed.text()).toBe("another");
});

test("the one with the least to do is asked", async () => {
  const answerers = createAnswerers();
  const held: http.ServerResponse[] = [];
  const taken = { a: 0, b: 0 };
  const hold =
    (name: "a" | "b"): Answer =>
    (_, response) => {
      taken[name] += 1;
      held.push(response);
    };
  await answering(answerers, hold("a"));
  await answering(answerers, hold("b"));
  const { url } = await listening(answerers);
  const all = Array.from({ length: 6 }, () => fetch(url));
  await expect.poll(() => held.length).toBe(6);
  expect(taken).toEqual({ a: 3, b: 3 });
  for (const response of held) response.end();
  await Promise.all(all);
});

test("stopped, it takes nothing new, and everybody gets the rest but for streams, which never end", async () => {
  let end = (): void => {};
  const { front, port, url } = await scene((request, response) => {
    if (request.url === "/news") return response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    response.write("first, ");
    end = () => response.end("last");
    return undefined;
  });
  const agent = new http.Agent({ keepAlive: true });
  const ask = async (path: string) =>
    ((await once(http.get({ port, host: "127.0.0.1", path, agent }), "response")) as [http.IncomingMessage])[0];
  const [slow, news] = [await ask("/slow"), await ask("/news")];
  const stopped = front.stop();
  await expect(textOf(news)).rejects.toThrow();
  await expect(fetch(url)).rejects.toThrow();
  end();
  expect(await textOf(slow)).toBe("first, last");
  await stopped;
  agent.destroy();
});

test("stopped, it does not wait for connections that ask for nothing, nor for streams that begin then", async () => {
  const asked = Promise.withResolvers<http.ServerResponse>();
  const { front, port, url } = await scene((_, response) => asked.resolve(response));
  const silent = net.connect(port, "127.0.0.1").on("error", () => {});
  const half = net.connect(port, "127.0.0.1").on("error", () => {});
  half.write("GET / HTTP/1.1\r\nhos");
  await Promise.all([silent, half].map((socket) => once(socket, "connect")));
  const late = fetch(url);
  const response = await asked.promise;
  const stopped = front.stop();
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  await expect(late.then((answer) => answer.text())).rejects.toThrow();
  await stopped;
});

test("while it is written at, the development server's socket for news of changes goes through", async () => {
  const answerers = createAnswerers();
  const { server } = await answering(answerers, (_, response) => response.end());
  server.on("upgrade", (request, socket) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n${request.url}`);
    socket.on("data", (piece) => socket.write(`${piece}!`)).on("end", () => socket.end());
  });
  const front = createFront({ answerers, earlyHeads: null, secure: false, development: true });
  await once(front.server.listen(0, "127.0.0.1"), "listening");
  const { port } = front.server.address() as AddressInfo;
  const socket = net.connect(port, "127.0.0.1");
  let heard = "";
  socket.on("data", (piece) => {
    heard += piece;
  });
  socket.write("GET /_next/hmr HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n");
  await expect.poll(() => heard).toMatch(/^HTTP\/1\.1 101[\s\S]*\/_next\/hmr$/);
  socket.write("changed");
  await expect.poll(() => heard).toMatch(/changed!$/);
  socket.destroy();
  front.server.close();
});
