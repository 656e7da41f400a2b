import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { SCENE_KEYS } from "@/lib/testing/check-scene";
import { type FakeProxy, type ProxyBehaviour, startFakeProxy } from "@/lib/testing/fake-proxy";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

// Egress addresses behind SOCKS5 and CONNECT proxies. A failing proxy is never reported as a failing shop.

const LOCAL = "127.0.0.2";
const REMOTE = { socks5: "198.51.100.7", http: "198.51.100.8" };
const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const keys = SCENE_KEYS.woocommerce;

let shop: FakeShop;
let reference: http.Server;
const proxies = {} as { socks5: FakeProxy; http: FakeProxy };

beforeAll(async () => {
  shop = await startFakeShop({ platform: "woocommerce", credentials: [keys] });
  reference = http.createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => reference.listen(0, "127.0.0.1", resolve));
  proxies.socks5 = await startFakeProxy("socks5", "127.0.0.9");
  proxies.http = await startFakeProxy("http", "127.0.0.9");
  vi.stubEnv("EGRESS_ADDRESSES", `${LOCAL}, ${REMOTE.socks5}=${proxies.socks5.url}, ${REMOTE.http}=${proxies.http.url}`);
  vi.stubEnv("EGRESS_REFERENCE", `http://127.0.0.1:${(reference.address() as AddressInfo).port}/`);
  vi.stubEnv("LOG_LEVEL", "silent");
  // The environment is read once per process.
  vi.resetModules();
});
afterEach(() => {
  for (const proxy of Object.values(proxies)) Object.assign(proxy, { behaviour: "forwards", targets: [] });
});
afterAll(async () => {
  await Promise.all([shop.close(), ...Object.values(proxies).map((proxy) => proxy.close())]);
  reference.closeAllConnections();
  reference.close();
  vi.unstubAllEnvs();
});

const check = async (addresses: string[], more: object = {}) => {
  const { runCheck } = await import("@/lib/check/probe/check-shop");
  return runCheck({
    url: shop.url,
    platform: "woocommerce",
    credentials: keys,
    egress: { addresses, control: null },
    policy,
    timeouts: { connectMs: 1_500, firstByteMs: 1_500 },
    ...more,
  });
};

const readFirstOrders = async (addresses: string[]) => {
  const { createShopClient } = await import("@/lib/connectors/http/client");
  const client = createShopClient({
    baseUrl: shop.url,
    platform: "woocommerce",
    egress: { addresses, control: null },
    policy,
    timeouts: { connectMs: 1_500, headersMs: 1_500 },
  });
  try {
    return await client.send({ method: "GET", path: "/" });
  } finally {
    await client.close();
  }
};

const BEHAVIOURS = {
  socks5: ["hangs", "refuses", "answers_late", "forwards_nothing"],
  http: ["hangs", "refuses"],
} as const satisfies Record<string, ProxyBehaviour[]>;

describe.each(["socks5", "http"] as const)("an address behind a proxy of kind %s", (kind) => {
  const remote = REMOTE[kind];

  test("is used for the check, names itself in every request, and is given the checked IP address of the shop", async () => {
    const result = await check([LOCAL, remote]);
    expect(result).toMatchObject({ verdict: "healthy", causes: [], untested: [] });
    expect(new Set(result.probes.map(({ from }) => from))).toEqual(new Set([LOCAL, remote]));
    const { port } = new URL(shop.url);
    expect(new Set(proxies[kind].targets)).toEqual(new Set([`127.0.0.1:${port}`]));
  });

  test("carries the requests of the connector", async () => {
    expect(await readFirstOrders([remote])).toMatchObject({ ok: true });
    expect(proxies[kind].targets).not.toEqual([]);
  });

  test("is found blocked where the shop's server closes connections from it", async () => {
    const { startFront } = await import("@/lib/testing/start-front");
    const front = await startFront(shop.url, (request) => request.socket.remoteAddress?.endsWith("127.0.0.9") === true);
    try {
      const result = await check([LOCAL, remote], { url: front.url });
      expect(result.causes).toMatchObject([{ code: "ip_blocked", addresses: [remote], certainty: "proven" }]);
    } finally {
      await front.close();
    }
  });

  test.each<ProxyBehaviour>(BEHAVIOURS[kind])("is left out of the check and named as untested when its proxy %s", async (behaviour) => {
    proxies[kind].behaviour = behaviour;
    const result = await check([LOCAL, remote]);
    expect(result).toMatchObject({ verdict: "degraded", causes: [], untested: [remote] });
  });

  test.each<ProxyBehaviour>(["hangs", "refuses"])(
    "is replaced by the next address in the connector when its proxy %s",
    async (behaviour) => {
      proxies[kind].behaviour = behaviour;
      expect(await readFirstOrders([remote, LOCAL])).toMatchObject({ ok: true });
      expect(await readFirstOrders([remote])).toMatchObject({ ok: false, failure: { code: "egress_unavailable" } });
    },
  );
});

test("a check whose proxies all fail says nothing about the shop", async () => {
  proxies.socks5.behaviour = "hangs";
  proxies.http.behaviour = "refuses";
  await expect(check([REMOTE.socks5, REMOTE.http])).rejects.toThrow("none of our addresses can be used");
});

test("a shop that accepts no connection is the shop's failure through a working proxy as well", async () => {
  const closed = http.createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const result = await check([REMOTE.socks5, REMOTE.http], { url: `http://127.0.0.1:${port}` });
  expect(result.causes).toMatchObject([{ code: "connection_refused" }]);
});
