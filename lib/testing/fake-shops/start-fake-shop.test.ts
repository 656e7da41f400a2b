import http from "node:http";
import https from "node:https";
import { afterEach, describe, expect, it } from "vitest";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

const key = { consumerKey: "ck_test", consumerSecret: "cs_test" };
const orders = generateOrders({ count: 12, from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z"), seed: 3 });
const authority = await makeCertificateAuthority({ name: "Test" });
const tls = await authority.issue(["127.0.0.1"]);

let shop: FakeShop | undefined;
afterEach(async () => {
  await shop?.close();
  shop = undefined;
});

async function open(behaviour: Behaviour = {}): Promise<FakeShop> {
  shop = await startFakeShop({ shopSystem: "woocommerce", tls, orders, credentials: [key], behaviour });
  return shop;
}

interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  from?: string;
  signed?: boolean;
}

function ask(at: FakeShop, path: string, options: Ask = {}): Promise<Reply> {
  const auth: Record<string, string> = options.signed
    ? { Authorization: `Basic ${Buffer.from("ck_test:cs_test").toString("base64")}` }
    : {};
  return new Promise((resolve, reject) => {
    const secure = at.url.startsWith("https");
    const request = (secure ? https : http).request(
      `${at.url}${path}`,
      {
        method: options.method ?? "GET",
        headers: { ...auth, ...options.headers },
        agent: false,
        ...(secure ? { ca: authority.rootPem } : {}),
        ...(options.from ? { localAddress: options.from } : {}),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    request.on("error", reject);
    request.end(options.body);
  });
}

const ids = (reply: Reply): number[] => (JSON.parse(reply.body) as { id: number }[]).map(({ id }) => id);

describe("the behaviours of a fake shop", () => {
  it("a blocked User-Agent gets Apache's error page, any other one the shop", async () => {
    const at = await open({ blockedUserAgents: { texts: ["sendcloud/1.0.0"] } });
    const refused = await ask(at, "/wp-json/wc/v3/orders", { headers: { "User-Agent": "Sendcloud/1.0.0" } });
    expect([refused.status, refused.headers["content-type"]]).toEqual([403, "text/html; charset=iso-8859-1"]);
    expect((await ask(at, "/wp-json/wc/v3/orders", { headers: { "User-Agent": "curl/8" } })).status).toBe(401);
    expect(at.requests.map(({ by }) => by)).toEqual(["front", "shop"]);
  });

  it("blocked methods are refused while GET passes", async () => {
    const at = await open({ blockedMethods: { methods: ["PATCH", "DELETE"], status: 405, page: "nginx" } });
    expect((await ask(at, "/wp-json/wc/v3/orders/7", { method: "PATCH" })).body).toContain("<hr><center>nginx/");
    expect((await ask(at, "/wp-json/wc/v3/orders/7")).status).toBe(401);
  });

  it("a firewall resets exactly the refused address", async () => {
    const at = await open({ refusedAddresses: [{ address: "127.0.0.3", how: "reset" }] });
    await expect(ask(at, "/wp-json/", { from: "127.0.0.3" })).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await ask(at, "/wp-json/?_fields=name", { from: "127.0.0.2" })).status).toBe(200);
  });

  it("bursts end after their number of responses: two errors, one rate limit, then the shop", async () => {
    const at = await open({ serverErrors: { next: 2, status: 502 } });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await ask(at, "/wp-json/wc/v3/orders")).status);
    expect(statuses).toEqual([502, 502, 401]);
    at.setBehaviour({ rateLimit: { next: 1, retryAfterSeconds: 7 } });
    expect((await ask(at, "/wp-json/wc/v3/orders")).headers["retry-after"]).toBe("7");
    expect((await ask(at, "/wp-json/wc/v3/orders")).status).toBe(401);
  });

  it("a dropped body ends in the middle of the response", async () => {
    const at = await open({ dropBody: { next: 1, afterBytes: 40 } });
    await expect(ask(at, "/wp-json/wc/v3/orders", { signed: true })).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await ask(at, "/wp-json/wc/v3/orders", { signed: true })).status).toBe(200);
  });

  it("a careless cache serves the first client's response to the next one", async () => {
    const at = await open({ cachedAnswers: "by_url" });
    const first = await ask(at, "/wp-json/wc/v3/orders?per_page=1", { signed: true });
    const second = await ask(at, "/wp-json/wc/v3/orders?per_page=1");
    expect([second.status, second.body, second.headers["x-cache"]]).toEqual([200, first.body, "HIT"]);
  });

  it("pages can repeat a record and can be shortened", async () => {
    const at = await open({ duplicatePages: true });
    const page = (number: number) => ask(at, `/wp-json/wc/v3/orders?orderby=id&order=asc&per_page=4&page=${number}`, { signed: true });
    const [first, second] = [ids(await page(1)), ids(await page(2))];
    expect(second[0]).toBe(first.at(-1));
    at.setBehaviour({ shrinkPagesTo: 2 });
    const shrunk = await page(1);
    expect([ids(shrunk).length, shrunk.headers["x-wp-total"]]).toEqual([2, "12"]);
  });

  it("orders can change during pagination", async () => {
    const at = await open({ onRequest: (store, count) => count === 2 && store.editOrder(1001) });
    const list = () => ask(at, "/wp-json/wc/v3/orders?orderby=modified&order=asc&per_page=100", { signed: true });
    expect(ids(await list()).indexOf(1001)).toBeLessThan(11);
    expect(ids(await list()).indexOf(1001)).toBe(11);
  });

  it("a shop whose clock is ahead shows it in Date and in modification times", async () => {
    const at = await open({ clockSkewMs: 3_600_000 });
    const reply = await ask(at, "/wp-json/wc/v3/orders/1001", {
      method: "PUT",
      body: '{"status":"completed"}',
      headers: { "Content-Type": "application/json" },
      signed: true,
    });
    expect(Date.parse(String(reply.headers.date)) - Date.now()).toBeGreaterThan(3_590_000);
    expect(Date.parse(`${(JSON.parse(reply.body) as { date_modified_gmt: string }).date_modified_gmt}Z`) - Date.now()).toBeGreaterThan(
      3_590_000,
    );
  });

  it("damaged records appear among intact ones", async () => {
    const at = await open({ damagedOrders: { 1003: "not_an_object", 1004: "no_billing" } });
    const records = JSON.parse(
      (await ask(at, "/wp-json/wc/v3/orders?orderby=id&order=asc&per_page=100", { signed: true })).body,
    ) as unknown[];
    expect(records[2]).toBe(false);
    expect(records[3]).toMatchObject({ id: 1004, billing: null });
  });

  it("the digest changes with an order and nothing else", async () => {
    const at = await open();
    const before = at.shop.digest();
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
      await ask(at, "/wp-json/wc/v3/orders/999999999", {
        method,
        signed: true,
        body: "{}",
        headers: { "Content-Type": "application/json" },
      });
    expect(at.shop.digest()).toBe(before);
    await ask(at, "/wp-json/wc/v3/orders/1001/notes", {
      method: "POST",
      signed: true,
      body: '{"note":"x"}',
      headers: { "Content-Type": "application/json" },
    });
    expect(at.shop.digest()).not.toBe(before);
  });
});

describe("a large fake shop", () => {
  it("lists a changed order at its new position although the sort is cached", async () => {
    const at = await open();
    const list = () => ask(at, "/wp-json/wc/v3/orders?orderby=modified&order=asc&per_page=100", { signed: true });
    await list();
    at.shop.editOrder(1001);
    expect(ids(await list()).at(-1)).toBe(1001);
    at.shop.removeOrder(1001);
    expect(ids(await list())).not.toContain(1001);
    at.shop.setStatus(1002, "cancelled");
    expect(ids(await list()).at(-1)).toBe(1002);
  });
});
