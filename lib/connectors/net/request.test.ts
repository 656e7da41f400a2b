import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterAll, expect, it } from "vitest";
import { HttpConnection } from "@/lib/connectors/net/request";

const LIMITS = { maxHeadBytes: 4_096, maxBodyBytes: 10_000 };
const REQUEST = { method: "GET", path: "/", headers: [], body: null };
const servers: net.Server[] = [];

/** A connection to a server that calls `answer` for each request. */
async function connectTo(answer: (socket: net.Socket) => void): Promise<HttpConnection> {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", () => answer(socket));
  });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const socket = net.connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  return new HttpConnection(socket, "shop.example", "127.0.0.1");
}

afterAll(() => {
  for (const server of servers) server.close();
});

it("a late first byte is a failure, and the connection is not reused", async () => {
  const connection = await connectTo(() => {});
  const exchange = await connection.exchange(REQUEST, { limits: LIMITS, timeouts: { firstByteMs: 30, answerMs: 5_000 } });
  expect(exchange).toMatchObject({ answer: null, failure: { code: "response_timed_out" }, firstByteMs: null });
  expect(connection.isUsable).toBe(false);
});

it("a response that begins in time may take longer than the first-byte timeout", async () => {
  const connection = await connectTo((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
    setTimeout(() => socket.write("k"), 1_100);
  });
  const exchange = await connection.exchange(REQUEST, { limits: LIMITS, timeouts: { firstByteMs: 1_000, answerMs: 30_000 } });
  expect(exchange.answer?.rawBody.toString()).toBe("ok");
  expect(exchange.answer?.bodyState).toBe("complete");
  expect(connection.isUsable).toBe(true);
});

it("an endless response is read until its timeout and kept so far, and the connection is not reused", async () => {
  const connection = await connectTo((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"));
  const exchange = await connection.exchange(REQUEST, { limits: LIMITS, timeouts: { firstByteMs: 20, answerMs: 60 } });
  expect(exchange).toMatchObject({ failure: null, answer: { bodyState: "timed_out", status: 200 } });
  expect(exchange.totalMs).toBeGreaterThanOrEqual(55);
  expect(connection.isUsable).toBe(false);
});

it("the pause timeout restarts with each piece of a body, and a missing piece ends the response", async () => {
  const pieces = ["b", "c", "d", "e"];
  const connection = await connectTo((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na");
    const timer = setInterval(() => {
      const piece = pieces.shift();
      if (piece === undefined) clearInterval(timer);
      else socket.write(piece);
    }, 150);
  });
  const timeouts = { firstByteMs: 5_000, answerMs: 60_000, pauseMs: 450 };
  const exchange = await connection.exchange(REQUEST, { limits: LIMITS, timeouts });
  expect(exchange).toMatchObject({ failure: null, answer: { bodyState: "timed_out" }, broken: { code: "response_timed_out" } });
  expect(exchange.answer?.rawBody.toString()).toBe("abcde");
  expect(exchange.totalMs).toBeLessThan(20_000);
});

it("an unreadable body is reported beside its response", async () => {
  const connection = await connectTo((socket) => socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));
  const exchange = await connection.exchange(REQUEST, { limits: LIMITS, timeouts: { firstByteMs: 5_000, answerMs: 5_000 } });
  expect(exchange).toMatchObject({ failure: null, answer: { status: 200 }, broken: { code: "malformed_answer" } });
});

it("a caller that aborts gets its result at once", async () => {
  const connection = await connectTo(() => {});
  const caller = new AbortController();
  const asked = connection.exchange(REQUEST, {
    limits: LIMITS,
    timeouts: { firstByteMs: 5_000, answerMs: 5_000 },
    signal: caller.signal,
  });
  caller.abort();
  expect(await asked).toMatchObject({ answer: null, failure: { code: "aborted" } });
});

it("unrequested bytes make a connection unusable", async () => {
  const connection = await connectTo((socket) =>
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
  );
  const { answer } = await connection.exchange(REQUEST, { limits: LIMITS, timeouts: { firstByteMs: 5_000, answerMs: 5_000 } });
  expect(answer?.status).toBe(200);
  expect(connection.isUsable).toBe(false);
});

it("each request over a connection has its own timeout, whatever the one before had", async () => {
  const delays = [0, 120, 5_000];
  const connection = await connectTo((socket) => {
    setTimeout(() => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), delays.shift()).unref();
  });
  const ask = (firstByteMs: number) => connection.exchange(REQUEST, { limits: LIMITS, timeouts: { firstByteMs, answerMs: 30_000 } });
  expect(await ask(50)).toMatchObject({ failure: null });
  expect(await ask(10_000)).toMatchObject({ failure: null });
  expect(await ask(40)).toMatchObject({ answer: null, failure: { code: "response_timed_out" } });
});
