import http from "node:http";
import { describe, expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { startFront } from "@/lib/testing/start-front";

type Kept = { status: number; headers: http.IncomingHttpHeaders; body: Buffer };

/** A shop behind a cache that serves what it stored under `keyOf` to every client. */
async function checkBehindCache(
  shopSystem: Exclude<ShopSystem, "shopify">,
  keyOf: (request: http.IncomingMessage) => string,
  keeps: (status: number) => boolean,
) {
  const shop = await startFakeShop({ shopSystem });
  const kept = new Map<string, Kept>();
  const { hostname, port } = new URL(shop.url);
  const front = await startFront(shop.url, (request, response) => {
    if (request.method !== "GET") return false;
    const key = keyOf(request);
    const give = ({ status, headers, body }: Kept) => response.writeHead(status, headers).end(body);
    const known = kept.get(key);
    if (known) give(known);
    else
      http.get({ hostname, port, path: request.url, headers: request.headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const entry = { status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) };
          if (keeps(entry.status)) kept.set(key, entry);
          give(entry);
        });
      });
    return true;
  });
  try {
    return await runCheck({
      url: front.url,
      shopSystem,
      egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
      policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
    });
  } finally {
    await front.close();
    await shop.close();
  }
}

const byPath = (request: http.IncomingMessage): string => (request.url ?? "").replace(/\?.*/, "");
const byPathWithoutSlash = (request: http.IncomingMessage): string => byPath(request).replace(/\/$/, "");
const byUrl = (request: http.IncomingMessage): string => request.url ?? "";
const byUrlAndKey = (request: http.IncomingMessage): string => `${request.url} ${request.headers.authorization}`;

describe.concurrent("a cache that does not identify itself", () => {
  it("woocommerce: ignores trailing slashes, which is no second cause about queries", async () => {
    const result = await checkBehindCache("woocommerce", byPathWithoutSlash, () => true);
    expect(result.causes.map(({ code, reason, certainty }) => [code, reason, certainty])).toEqual([["cached_response", null, "proven"]]);
  });

  for (const shopSystem of ["woocommerce", "magento", "prestashop"] as const)
    it(`${shopSystem}: caches every response by its path, for any client`, async () => {
      const result = await checkBehindCache(shopSystem, byPath, () => true);
      expect(result.causes).toMatchObject([{ code: "cached_response", certainty: "proven" }]);
      expect(result.verdict).toBe("blocked");
    });

  for (const shopSystem of ["woocommerce", "magento"] as const)
    it(`${shopSystem}: caches only successful responses, by their path without the query`, async () => {
      const result = await checkBehindCache(shopSystem, byPath, (status) => status === 200);
      expect(result.causes).toMatchObject([{ code: "cached_response", certainty: "proven" }]);
    });

  it("caches every response by its full URL, whatever key comes with it", async () => {
    const result = await checkBehindCache("woocommerce", byUrl, () => true);
    expect(result.causes).toMatchObject([{ code: "cached_response", certainty: "proven" }]);
  });

  it("is harmless if it distinguishes URLs and keys, or caches only successful responses by full URL", async () => {
    for (const result of [
      await checkBehindCache("woocommerce", byUrlAndKey, () => true),
      await checkBehindCache("magento", byUrl, (status) => status === 200),
    ]) {
      expect(result).toMatchObject({ verdict: "healthy", causes: [] });
      expect(result.requests).toBeLessThanOrEqual(12);
    }
  });

  it("is not suspected if a shop ignores the query", async () => {
    const shop = await startFakeShop({ shopSystem: "woocommerce" });
    const { hostname, port } = new URL(shop.url);
    const front = await startFront(shop.url, (request, response) => {
      if (!/^\/wp-json\/?(\?|$)/.test(request.url ?? "")) return false;
      http.get({ hostname, port, path: "/wp-json/?_fields=namespaces,url,home", headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      return true;
    });
    try {
      const result = await runCheck({
        url: front.url,
        shopSystem: "woocommerce",
        egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
        policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
      });
      expect(result).toMatchObject({ verdict: "healthy", causes: [] });
      // One more request than usual checks whether queries arrive at all.
      expect(result.requests).toBeLessThanOrEqual(13);
    } finally {
      await front.close();
      await shop.close();
    }
  });
});
