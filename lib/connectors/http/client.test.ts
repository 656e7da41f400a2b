import { once } from "node:events";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import tls from "node:tls";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { closers, failureCode, listen, open } from "@/lib/connectors/http/client-scene.fixture";
import { PUBLIC_ONLY } from "@/lib/connectors/net/policy";
import { makeCertificateAuthority } from "@/lib/testing/certificates";

// Real sockets and timeouts: a busy machine must not exceed the test's timeout first.
vi.setConfig({ testTimeout: 30_000 });

describe("what a shop sees", () => {
  test("the published User-Agent and source address, one connection for many requests, path and body unchanged", async () => {
    const shop = await listen((_request, response) => response.end("{}"));
    const client = open(`${shop.url}/store/`);
    for (let index = 0; index < 3; index += 1) await client.send({ method: "POST", path: "/wp-json/a?b=%20c", body: '{"ä":1}' });
    expect(shop.connections()).toBe(1);
    expect(shop.seen[0]).toMatchObject({ method: "POST", url: "/store/wp-json/a?b=%20c", from: "127.0.0.2", body: '{"ä":1}' });
    expect(shop.seen[0]?.headers["user-agent"]).toBe("SendCloud/1.0 (woocommerce; https://www.sendcloud.sc)");
  });

  test("a repeated GET if it closed the kept connection, and never a repeated POST", async () => {
    const shop = await listen((request, response, seen) => {
      if (seen.length % 2 === 0) request.socket.destroy();
      else response.end("{}");
    });
    const client = open(shop.url);
    expect(await failureCode(client)).toBe("answered 200");
    expect(await failureCode(client)).toBe("answered 200");
    expect(shop.seen).toHaveLength(3);
    const posted = await client.send({ method: "POST", path: "/x", body: "{}" });
    expect(posted).toMatchObject({ ok: false, failure: { code: "connection_reset" } });
    expect(shop.seen).toHaveLength(4);
  });
});

describe("the connection to a shop", () => {
  const keptFor = (seconds: number) =>
    listen((_request, response) => {
      response.setHeader("Keep-Alive", `timeout=${seconds}`);
      response.end("{}");
    });

  test("is shared by concurrent requests", async () => {
    const shop = await listen((_request, response) => setTimeout(() => response.end("{}"), 20));
    const client = open(shop.url);
    const answers = await Promise.all([1, 2, 3, 4].map((at) => client.send({ method: "GET", path: `/${at}` })));
    expect(answers.every((sent) => sent.ok)).toBe(true);
    expect(shop.seen.map(({ url }) => url)).toEqual(["/1", "/2", "/3", "/4"]);
    expect(shop.connections()).toBe(1);
  });

  test("is closed before the keep-alive timeout that the shop announces", async () => {
    const shops = [await keptFor(30), await keptFor(1)];
    for (const shop of shops) {
      const client = open(shop.url);
      for (let index = 0; index < 3; index += 1) expect(await failureCode(client)).toBe("answered 200");
    }
    expect(shops.map((shop) => shop.connections())).toEqual([1, 3]);
  });

  test("is closed after a while without requests", async () => {
    const shop = await keptFor(3);
    const ended = new Promise((resolve) => {
      shop.server.on("connection", (socket: net.Socket) => socket.on("close", resolve));
    });
    shop.server.keepAliveTimeout = 60_000;
    await open(shop.url).send({ method: "GET", path: "/x" });
    await ended;
  });

  test("is new for requests that are sent only once, if the shop silently closes kept ones", async () => {
    const shop = await listen((request, response, seen) => {
      const before = seen.filter(({ port }) => port === request.socket.remotePort);
      if (before.length > 1) request.socket.destroy();
      else response.end("{}");
    });
    const client = open(shop.url);
    expect(await failureCode(client)).toBe("answered 200");
    expect(await failureCode(client)).toBe("answered 200");
    for (let index = 0; index < 2; index += 1)
      expect(await client.send({ method: "POST", path: "/x", body: "{}" })).toMatchObject({ ok: true, answer: { status: 200 } });
  });
});

describe("waiting for a shop that asks for a pause", () => {
  test("lasts as long as allowed, and not past the deadline, the abort signal, or its own limit", async () => {
    const shop = await listen((_request, response) => response.end("{}"));
    const stop = new AbortController();
    const client = open(shop.url, { patience: { signal: stop.signal, maxWaitMs: 60_000 } });
    const begin = performance.now();
    expect(await client.waitOut?.(100)).toBe(true);
    // Timers have millisecond precision.
    expect(performance.now() - begin).toBeGreaterThanOrEqual(99);
    expect(await client.waitOut?.(60_001)).toBe(false);
    expect(await client.within(1_000, async () => client.waitOut?.(2_000))).toBe(false);
    const waiting = client.waitOut?.(60_000);
    stop.abort();
    expect(await waiting).toBe(false);
    expect(await client.waitOut?.(1)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(30_000);
    expect(open(shop.url).waitOut).toBeUndefined();
  });
});

describe("bounds", () => {
  test("a body that is too large, plain or only after decompression, fails with response_too_large", async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const shop = await listen((request, response) => {
      if (request.url === "/gzip") response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
      else response.end(Buffer.alloc(200_000));
    });
    const client = open(shop.url);
    for (const path of ["/plain", "/gzip"]) {
      const sent = await client.send({ method: "GET", path, maxBytes: 100_000 });
      expect(sent).toMatchObject({ ok: false, failure: { code: "response_too_large" } });
    }
    const whole = await client.send({ method: "GET", path: "/gzip" });
    expect(whole.ok && whole.answer.body.length).toBe(5_000_000);
  });

  test("a missing response, an endless body and a truncated body fail and never hang", async () => {
    const shop = await listen((request, response) => {
      if (request.url === "/silent") return;
      response.writeHead(200, { "content-length": "1000" });
      response.write("begin");
      if (request.url === "/cut") response.destroy();
    });
    const client = open(shop.url, { timeouts: { headersMs: 200, bodyMs: 200, totalMs: 60_000 } });
    for (const [path, code] of [
      ["/silent", "response_timed_out"],
      ["/endless", "response_timed_out"],
      ["/cut", "connection_reset"],
    ] as const) {
      expect(await client.send({ method: "POST", path }), path).toMatchObject({ ok: false, failure: { code } });
    }
  });

  test("requests under a deadline share its time, and later requests have their own again", async () => {
    const shop = await listen((request, response) => {
      if (request.url === "/silent") return;
      setTimeout(() => response.end("late"), 300);
    });
    const client = open(shop.url, { timeouts: { headersMs: 30_000, totalMs: 60_000 } });
    const begin = performance.now();
    const silent = { method: "GET", path: "/silent" } as const;
    const late = { ok: false, failure: { code: "response_timed_out" } };
    expect(await client.within(150, async () => [await client.send(silent), await client.send(silent)])).toMatchObject([late, late]);
    expect(performance.now() - begin).toBeLessThan(20_000);
    expect(await client.send({ method: "GET", path: "/" })).toMatchObject({ ok: true, answer: { body: "late" } });
  });

  test("with a limit for each request, a slow shop has that time for every one of them", async () => {
    const shop = await listen((_request, response) => void setTimeout(() => response.end("late"), 500));
    const client = open(shop.url, { timeouts: { headersMs: 30_000, totalMs: 60_000 } });
    const asked = { method: "GET", path: "/" } as const;
    const late = { ok: true, answer: { body: "late" } };
    const several = async () => [await client.send(asked), await client.send(asked), await client.send(asked)];
    // Together they take longer than one may.
    expect(await client.withinEach(1_400, several)).toMatchObject([late, late, late]);
    expect(await client.withinEach(100, () => client.send(asked))).toMatchObject({ ok: false, failure: { code: "response_timed_out" } });
  });

  test("concurrent deadlines are independent, and do not affect later requests", async () => {
    const shop = await listen((request, response) => {
      if (request.url !== "/silent") setTimeout(() => response.end("late"), 300);
    });
    const client = open(shop.url, { timeouts: { headersMs: 30_000, totalMs: 60_000 } });
    const late = { ok: false, failure: { code: "response_timed_out" } };
    const ask = (path: string) => client.send({ method: "GET", path });
    expect(await Promise.all([client.within(150, () => ask("/silent")), client.within(5_000, () => ask("/"))])).toMatchObject([
      late,
      { ok: true, answer: { body: "late" } },
    ]);
    expect(await ask("/")).toMatchObject({ ok: true, answer: { body: "late" } });
  });

  test("a failed connection is distinguished from a missing response, even with little time left", async () => {
    const mute = net.createServer().listen(0, "127.0.0.1");
    await once(mute, "listening");
    closers.push(async () => void mute.close());
    const { port } = mute.address() as AddressInfo;
    const client = open(`https://127.0.0.1:${port}`);
    expect(await client.within(150, () => failureCode(client))).toBe("connection_timed_out");
  });

  test("connecting and the TLS handshake share one timeout", async () => {
    const mute = net.createServer().listen(0, "127.0.0.1");
    await once(mute, "listening");
    closers.push(async () => void mute.close());
    const client = open(`https://127.0.0.1:${(mute.address() as AddressInfo).port}`, { timeouts: { connectMs: 150 } });
    const begin = performance.now();
    expect(await failureCode(client)).toBe("connection_timed_out");
    expect(performance.now() - begin).toBeLessThan(8_000);
  });

  test("a request without a body sends its length where servers expect one", async () => {
    const shop = await listen((_request, response) => response.end("{}"));
    const client = open(shop.url);
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "GET"] as const) await client.send({ method, path: "/x" });
    expect(shop.seen.map(({ headers }) => headers["content-length"])).toEqual(["0", "0", "0", undefined, undefined]);
  });

  test("a shop that trickles bytes forever is cut off by the total timeout", async () => {
    const shop = await listen((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    });
    const client = open(shop.url, { timeouts: { bodyMs: 200, totalMs: 300 } });
    expect(await failureCode(client)).toBe("response_timed_out");
  });

  test("private addresses, forbidden ports and invalid addresses are not contacted", async () => {
    const shop = await listen((_request, response) => response.end());
    expect(await failureCode(open(shop.url, { policy: PUBLIC_ONLY }))).toBe("target_not_allowed");
    expect(await failureCode(open(`http://localhost:${shop.port}`, { policy: PUBLIC_ONLY }))).toBe("target_not_allowed");
    expect(await failureCode(open("http://169.254.169.254/"))).toBe("target_not_allowed");
    expect(await failureCode(open("http://127.0.0.1:22/"))).toBe("target_not_allowed");
    expect(await failureCode(open("nonsense"))).toBe("target_not_allowed");
    expect(shop.connections()).toBe(0);
  });

  test("a closed port is reported as connection_refused", async () => {
    const shop = await listen((_request, response) => response.end());
    await closers.pop()?.();
    expect(await failureCode(open(shop.url))).toBe("connection_refused");
  });
});

test.each(["expired", "wrong_name", "self_signed", "unknown_issuer"] as const)(
  "a certificate that is %s is never accepted",
  async (fault) => {
    const authority = await makeCertificateAuthority({ name: "Test" });
    const before = tls.getCACertificates();
    tls.setDefaultCACertificates([...before, authority.rootPem]);
    closers.push(async () => tls.setDefaultCACertificates(before));
    const server = https.createServer(await authority.issue(["127.0.0.1"], { fault }), (_request, response) => response.end("{}"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    closers.push(async () => server.close());
    const { port } = server.address() as AddressInfo;
    expect(await failureCode(open(`https://127.0.0.1:${port}`), { authorization: "Basic x" })).toBe("tls_failed");
  },
);

test("the shop's clock is read from the Date header, corrected by a cache's Age", async () => {
  const shop = await listen((request, response) => {
    response.sendDate = false;
    const age = request.url === "/cached" ? 600 : 0;
    response.writeHead(200, { date: new Date(Date.now() + 90_000 - age * 1000).toUTCString(), ...(age ? { age: String(age) } : {}) }).end();
  });
  const client = open(shop.url);
  for (const path of ["/", "/cached"]) {
    const sent = await client.send({ method: "GET", path });
    expect(Math.abs((sent.ok ? (sent.answer.clockSkewMs ?? 0) : 0) - 90_000), path).toBeLessThan(20_000);
  }
});

test("a body is decoded by its charset, without a byte order mark", async () => {
  const shop = await listen((request, response) => {
    if (request.url === "/latin") response.writeHead(200, { "content-type": "text/html; charset=ISO-8859-1" }).end(Buffer.from([0xfc]));
    else response.end(Buffer.from("\uFEFF{}"));
  });
  const client = open(shop.url);
  const bodies = [await client.send({ method: "GET", path: "/latin" }), await client.send({ method: "GET", path: "/bom" })];
  expect(bodies.map((sent) => (sent.ok ? sent.answer.body : null))).toEqual(["ü", "{}"]);
});
