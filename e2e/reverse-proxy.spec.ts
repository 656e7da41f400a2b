import { randomBytes } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { SHIPPED_PROXIES } from "@/e2e/support/shipped-proxies";
import { expect, signIn, test } from "@/e2e/support/test";
import { makeWebProcess, type WebProcess } from "@/e2e/support/web-process";
import { findFreePort } from "@/scripts/dev/ports.mjs";

// The shipped configurations in front of a web process that trusts only them.

const FORGED = { "x-forwarded-for": "198.51.100.77", "x-forwarded-host": "evil.example", forwarded: "for=198.51.100.77" };
const HALF_OPEN = 300;
const MAIL_SECRET = "only the mail server knows";

async function ask(url: string, options: http.RequestOptions & { body?: Buffer } = {}): Promise<http.IncomingMessage> {
  const { body, ...rest } = options;
  const request = url.startsWith("https:") ? https.request(url, { ...rest, rejectUnauthorized: false }) : http.request(url, rest);
  // A body refused for its length is not read completely.
  request.on("error", () => {});
  request.end(body);
  const [answer] = await once(request, "response");
  return answer as http.IncomingMessage;
}

const statusOf = async (url: string, options: http.RequestOptions & { body?: Buffer } = {}): Promise<number | undefined> => {
  const answer = await ask(url, options);
  answer.resume();
  return answer.statusCode;
};

/** Sends this many requests at once on one connection. @returns how many got 200; the others got 503 */
async function pipeline(port: number, requests: number): Promise<number> {
  const socket = net.connect(port, "127.0.0.1");
  const statusLines = (): string[] => received.match(/HTTP\/1\.1 (200|503)/g) ?? [];
  let received = "";
  socket.write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".repeat(requests));
  for await (const chunk of socket) {
    received += String(chunk);
    if (statusLines().length === requests) break;
  }
  return statusLines().filter((line) => line.endsWith("200")).length;
}

/** The status with which a web process answers a message whose length can be read in two ways. */
async function statusOfAmbiguous(port: number, framing: string): Promise<string | undefined> {
  const socket = net.connect(port, "127.0.0.1");
  let received = "";
  socket.write(`POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n${framing}\r\n\r\n0\r\n\r\n`);
  for await (const chunk of socket) {
    received += String(chunk);
    if (received.includes("\r\n\r\n")) break;
  }
  return /^HTTP\/1\.1 (\d{3})/.exec(received)?.[1];
}

const addressOfLastSignIn = async (query: (text: string) => Promise<Record<string, unknown>[]>): Promise<unknown> =>
  (await query("select source_address from sign_in_event where kind = 'signed_in' order by at desc limit 1"))[0]?.["source_address"];

/** Opens many connections that never complete their request headers. */
async function sendHalfHeads(url: string): Promise<number> {
  const { port, protocol } = new URL(url);
  const isSecure = protocol === "https:";
  const started = performance.now();
  await Promise.all(
    Array.from({ length: HALF_OPEN }, async () => {
      const socket = isSecure
        ? tls.connect({ host: "127.0.0.1", port: Number(port), rejectUnauthorized: false })
        : net.connect(Number(port), "127.0.0.1");
      socket.on("error", () => {});
      socket.once(isSecure ? "secureConnect" : "connect", () => socket.write("GET / HTTP/1.1\r\nHost: a"));
      await new Promise((done) => socket.once("close", done));
    }),
  );
  return performance.now() - started;
}

for (const proxy of SHIPPED_PROXIES) {
  test.describe(`behind ${proxy.name} as shipped`, () => {
    let workspace: Workspace;
    let web: WebProcess;
    let url: string;
    /** Milliseconds until the proxy had closed the last connection with incomplete headers. */
    let closed: Promise<number>;

    test.beforeAll(async ({ product }) => {
      const port = await findFreePort();
      url = proxy.urlOf(port);
      workspace = new Workspace(`proxy ${proxy.name}`);
      web = await makeWebProcess({
        DATABASE_URL: product.runtimeUrl,
        NEXTAUTH_URL: url,
        NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
        CREDENTIALS_KEYS: `test:${randomBytes(32).toString("base64")}`,
        TRUSTED_PROXIES: "127.0.0.1",
        SUPPORT_MAIL_SECRET: MAIL_SECRET,
        LOG_LEVEL: "error",
      });
      await web.start();
      await proxy.start(workspace, { port, upstream: web.port });
      closed = sendHalfHeads(url);
    });

    test.afterAll(async () => {
      await workspace?.close();
      await web?.stop();
    });

    test("beside connections that send half a header, users sign in with a cookie of this host alone and get live updates at once; forged forwarded headers count for nothing", async ({
      browser,
      query,
    }) => {
      const started = performance.now();
      expect(await statusOf(`${url}/sign-in`)).toBe(200);
      expect(performance.now() - started).toBeLessThan(10_000);
      const context = await browser.newContext({ baseURL: url, ignoreHTTPSErrors: true, locale: "en-GB" });
      const page = await context.newPage();
      await page.setExtraHTTPHeaders(FORGED);
      await signIn(page, "merchant");
      await page.waitForURL(/\/m\/[^/]+$/);
      expect(await addressOfLastSignIn(query)).toBe("127.0.0.1");
      const secure = url.startsWith("https:");
      const session = (await context.cookies()).find(({ name }) => name.endsWith("next-auth.session-token"));
      expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", secure, path: "/" });
      expect(session?.name.startsWith("__Host-")).toBe(secure);
      await page.goto(`${page.url()}/integrations`);
      await expect(page.getByText("Live", { exact: true })).toBeVisible();
      const [shop] = await query("select id, name from integration where merchant_id = $1 order by name limit 1", [
        new URL(page.url()).pathname.split("/")[2],
      ]);
      await query("update integration set name = 'Heard through the proxy' where id = $1", [shop?.["id"]]);
      await query(
        "select pg_notify('mooring_live', json_build_object('kind', 'integration', 'merchantId', merchant_id, 'integrationId', id)::text) from integration where id = $1",
        [shop?.["id"]],
      );
      await expect(page.getByText("Heard through the proxy").first()).toBeVisible({ timeout: 2000 });
      await query("update integration set name = $2 where id = $1", [shop?.["id"], shop?.["name"]]);
      await context.close();
    });

    test("pages are compressed and keep their CSP; headers, bodies and methods that no page accepts are rejected", async () => {
      const id = "0".repeat(32);
      const page = await ask(`${url}/sign-in`, { headers: { "accept-encoding": "gzip", "x-request-id": id } });
      page.resume();
      expect(page.headers["x-request-id"]).not.toBe(id);
      expect(page.headers["content-encoding"]).toBe("gzip");
      expect(page.headers["content-security-policy"]).toContain("'nonce-");
      const years = url.startsWith("https:") ? "max-age=31536000; includeSubDomains" : undefined;
      expect(page.headers["strict-transport-security"]).toBe(years);
      const post = (path: string, bytes: number) =>
        statusOf(`${url}${path}`, {
          method: "POST",
          // A mail without headers begins with an empty line.
          body: Buffer.alloc(bytes, `\n${"x".repeat(70)}`),
          headers: { "content-type": "text/plain", origin: url, authorization: `Bearer ${MAIL_SECRET}` },
        });
      expect(await post("/api/auth/callback/credentials", 70_000)).toBe(413);
      expect(await post("/sign-in", 4_000_000)).toBe(413);
      // Unlike a form, a mail with a photo reaches the page that reads it, which finds no question that it answers.
      expect(await post("/api/support/mail", 8_000_000)).toBe(404);
      expect(await post("/api/support/mail", 11_000_000)).toBe(413);
      const head = await statusOf(`${url}/sign-in`, { headers: { "x-large": "x".repeat(40_000) } }).catch(() => 400);
      expect([400, 431]).toContain(head);
      expect(await statusOf(`${url}/sign-in`, { method: "TRACE" })).toBe(405);
    });

    test("connections that send half a header are closed", async () => {
      expect(await closed).toBeLessThan(40_000);
    });
  });
}

test("without trusted proxies forwarded headers are ignored, and limits hold without a proxy", async ({ browser, query, product }) => {
  const web = await makeWebProcess({
    DATABASE_URL: product.runtimeUrl,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CREDENTIALS_KEYS: `test:${randomBytes(32).toString("base64")}`,
    LOG_LEVEL: "error",
  });
  await web.start();
  try {
    const context = await browser.newContext({ baseURL: web.url, locale: "en-GB" });
    const page = await context.newPage();
    await page.setExtraHTTPHeaders({ "x-forwarded-for": FORGED["x-forwarded-for"] });
    await signIn(page, "merchant");
    await page.waitForURL(/\/m\/[^/]+$/);
    expect(await addressOfLastSignIn(query)).toBe("127.0.0.1");
    await context.close();
    const origin = web.url;
    const send = (path: string, bytes: number, headers: http.OutgoingHttpHeaders) =>
      statusOf(`${web.url}${path}`, { method: "POST", body: Buffer.alloc(bytes, "x"), headers: { origin, ...headers } });
    // Without a length, bytes are counted as they arrive.
    for (const length of [{}, { "transfer-encoding": "chunked" }])
      expect(await send("/api/auth/callback/credentials", 70_000, { "content-type": "application/x-www-form-urlencoded", ...length })).toBe(
        413,
      );
    // Whether or not the action exists, and whether or not a script sent the form.
    for (const length of [{}, { "transfer-encoding": "chunked" }])
      for (const kind of [{}, { "next-action": "0".repeat(42) }, { "content-type": "multipart/form-data; boundary=x" }])
        expect(await send("/sign-in", 4_000_000, { "content-type": "text/plain", ...kind, ...length })).toBe(413);
    expect(await pipeline(web.port, 500)).toBe(100);
    for (const framing of ["Content-Length: 5\r\nTransfer-Encoding: chunked", "Content-Length: 5\r\nContent-Length: 6"])
      expect(await statusOfAmbiguous(web.port, framing)).toBe("400");
    // Below its limit, a body without a length arrives completely.
    const credentials = { method: "POST", body: Buffer.from("email=a@b.example&password=wrong&csrfToken=none") };
    const statusWith = (length: http.OutgoingHttpHeaders) =>
      statusOf(`${web.url}/api/auth/callback/credentials`, {
        ...credentials,
        headers: { origin, "content-type": "application/x-www-form-urlencoded", ...length },
      });
    expect(await statusWith({ "transfer-encoding": "chunked" })).toBe(await statusWith({}));
  } finally {
    await web.stop();
  }
});
