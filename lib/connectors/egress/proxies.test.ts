import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SCENE_KEYS } from "@/lib/testing/check-scene";
import { type FakeProxy, type ProxyBehaviour, startFakeProxy } from "@/lib/testing/fake-proxy";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

// Egress addresses behind SOCKS5 and CONNECT proxies. A failing proxy is never reported as a failing shop.

const KINDS = ["socks5", "http"] as const;
type Kind = (typeof KINDS)[number];
const LOCAL = "127.0.0.2";
const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const keys = SCENE_KEYS.woocommerce;

/** Behaviours that exclude an address from a check, and those that make a connector use the next one. */
const FAILING = {
  socks5: ["hangs", "refuses", "answers_late", "forwards_nothing"],
  http: ["hangs", "refuses"],
} as const satisfies Record<Kind, ProxyBehaviour[]>;
const FAILING_CONNECTOR = ["hangs", "refuses"] as const;

interface Proxied {
  address: string;
  proxy: FakeProxy;
}
let shop: FakeShop;
let reference: http.Server;
const proxied = new Map<string, Proxied>();
const proxyOf = (kind: Kind, behaviour: ProxyBehaviour): Proxied => {
  const found = proxied.get(`${kind} ${behaviour}`);
  if (!found) throw new Error(`no proxy that ${behaviour}`);
  return found;
};

beforeAll(async () => {
  shop = await startFakeShop({ shopSystem: "woocommerce", credentials: [keys] });
  reference = http.createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => reference.listen(0, "127.0.0.1", resolve));
  for (const kind of KINDS)
    for (const behaviour of ["forwards", ...FAILING[kind]] as const) {
      const proxy = await startFakeProxy(kind, "127.0.0.9");
      proxy.behaviour = behaviour;
      proxied.set(`${kind} ${behaviour}`, { proxy, address: `198.51.100.${7 + proxied.size}` });
    }
  vi.stubEnv("EGRESS_ADDRESSES", [LOCAL, ...[...proxied.values()].map(({ address, proxy }) => `${address}=${proxy.url}`)].join(", "));
  vi.stubEnv("EGRESS_REFERENCE", `http://127.0.0.1:${(reference.address() as AddressInfo).port}/`);
  vi.stubEnv("LOG_LEVEL", "silent");
  // The environment is read once per process.
  vi.resetModules();
});
afterAll(async () => {
  await Promise.all([shop.close(), ...[...proxied.values()].map(({ proxy }) => proxy.close())]);
  reference.closeAllConnections();
  reference.close();
  vi.unstubAllEnvs();
});

const check = async (addresses: string[], more: object = {}) => {
  const { runCheck } = await import("@/lib/check/probe/check-shop");
  return runCheck({
    url: shop.url,
    shopSystem: "woocommerce",
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
    shopSystem: "woocommerce",
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

describe.concurrent.each(KINDS)("an address behind a proxy of kind %s", (kind) => {
  test("is used by the check, recorded with every request, and given the checked IP address of the shop", async () => {
    const { address, proxy } = proxyOf(kind, "forwards");
    const result = await check([LOCAL, address]);
    expect(result).toMatchObject({ verdict: "healthy", causes: [], untested: [] });
    expect(new Set(result.probes.map(({ from }) => from))).toEqual(new Set([LOCAL, address]));
    const hosts = proxy.targets.map((target) => target.split(":")[0]);
    expect(proxy.targets).toContain(`127.0.0.1:${new URL(shop.url).port}`);
    expect(new Set(hosts)).toEqual(new Set(["127.0.0.1"]));
  });

  test("carries the requests of the connector", async () => {
    const { address, proxy } = proxyOf(kind, "forwards");
    const before = proxy.targets.length;
    expect(await readFirstOrders([address])).toMatchObject({ ok: true });
    expect(proxy.targets.length).toBeGreaterThan(before);
  });

  test("is reported as blocked if the shop's server closes connections from it", async () => {
    const { address } = proxyOf(kind, "forwards");
    const { startFront } = await import("@/lib/testing/start-front");
    const front = await startFront(shop.url, (request) => request.socket.remoteAddress?.endsWith("127.0.0.9") === true);
    try {
      const result = await check([LOCAL, address], { url: front.url });
      expect(result.causes).toMatchObject([{ code: "ip_blocked", addresses: [address], certainty: "proven" }]);
    } finally {
      await front.close();
    }
  });

  test.each(FAILING[kind])("is left out of the check and reported as untested when its proxy %s", async (behaviour) => {
    const { address } = proxyOf(kind, behaviour);
    expect(await check([LOCAL, address])).toMatchObject({ verdict: "healthy", causes: [], untested: [address] });
  });

  test.each(FAILING_CONNECTOR)("is replaced by the next address in the connector when its proxy %s", async (behaviour) => {
    const { address } = proxyOf(kind, behaviour);
    expect(await readFirstOrders([address, LOCAL])).toMatchObject({ ok: true });
    expect(await readFirstOrders([address])).toMatchObject({ ok: false, failure: { code: "egress_unavailable" } });
  });
});

test.concurrent("a check whose proxies all fail says nothing about the shop", async () => {
  const addresses = [proxyOf("socks5", "hangs").address, proxyOf("http", "refuses").address];
  await expect(check(addresses)).rejects.toThrow("none of our addresses can be used");
});

test.concurrent("a refused connection is the shop's failure, also through a working proxy", async () => {
  const closed = http.createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const addresses = KINDS.map((kind) => proxyOf(kind, "forwards").address);
  const result = await check(addresses, { url: `http://127.0.0.1:${port}` });
  expect(result.causes).toMatchObject([{ code: "connection_refused" }]);
});
