import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { PUBLIC_ONLY } from "@/lib/connectors/net/policy";
import { secureContext } from "@/lib/connectors/net/tls";
import { overPlainHttp, parseShopAddress } from "@/lib/connectors/shop-address";
import { locateShop } from "@/lib/integrations/connect/locate-shop";
import { makeCertificateAuthority, type ServerCertificate } from "@/lib/testing/certificates";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

const outside = {
  egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};
const authority = await makeCertificateAuthority({ name: "Detection" });
secureContext().context.addCACert(authority.rootPem);
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Answer = { status: number; body?: string; location?: string };
type Side = ((path: string, from: string) => Answer) | "closed";

const handler = (side: Exclude<Side, string>) => (request: http.IncomingMessage, response: http.ServerResponse) => {
  const { status, body = "", location } = side(request.url ?? "", request.headers.host ?? "");
  const type = body.startsWith("{") ? "application/json" : "text/html";
  response.writeHead(status, { "content-type": type, ...(location ? { location } : {}) }).end(body);
};

async function listen(server: net.Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** One port for both, instead of two ports of a host: a TLS handshake starts with the byte 22. */
async function serve(sides: { https: Side; http: Side; certificate?: ServerCertificate }) {
  const certificate = sides.certificate ?? (await authority.issue(["127.0.0.1"]));
  const secure = sides.https === "closed" ? null : await listen(https.createServer(certificate, handler(sides.https)));
  const open = sides.http === "closed" ? null : await listen(http.createServer(handler(sides.http)));
  const sockets = new Set<net.Socket>();
  const port = await listen(
    net.createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("data", (first) => {
        const to = first[0] === 22 ? secure : open;
        if (to === null) {
          socket.resetAndDestroy();
          return;
        }
        const inner = net.connect(to, "127.0.0.1");
        sockets.add(inner);
        inner.on("error", () => {});
        inner.write(first);
        socket.pipe(inner).pipe(socket);
      });
    }),
  );
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
  });
  return `127.0.0.1:${port}`;
}

const SHOP = JSON.stringify({ namespaces: ["wp/v2", "wc/v3"], url: "http://shop.example" });
const shop = (path: string): Answer => (path.startsWith("/wp-json") ? { status: 200, body: SHOP } : { status: 404 });
const page =
  (status: number, body = "<p>Welcome to your new web space</p>") =>
  () => ({ status, body });

async function locate(typed: string) {
  const parsed = parseShopAddress(typed);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { baseUrl, detection, overHttps } = await locateShop(parsed.value, overPlainHttp(typed), outside);
  return { baseUrl, found: detection.kind === "found" ? detection.shop.baseUrl : detection.miss.why, overHttps };
}

test("a shop that answers over https is used over https, and http is not tried", async () => {
  const asked: string[] = [];
  const host = await serve({
    https: shop,
    http: (path) => {
      asked.push(path);
      return shop(path);
    },
  });
  expect(await locate(host)).toEqual({ baseUrl: `https://${host}`, found: `https://${host}`, overHttps: null });
  expect(asked).toEqual([]);
});

test.each([
  ["closed", async () => serve({ https: "closed", http: shop })],
  [
    "certificate",
    async () => serve({ https: shop, http: shop, certificate: await authority.issue(["127.0.0.1"], { fault: "wrong_name" }) }),
  ],
  [
    "certificate",
    async () => serve({ https: shop, http: shop, certificate: await authority.issue(["127.0.0.1"], { fault: "self_signed" }) }),
  ],
  ["no_shop", async () => serve({ https: page(200), http: shop })],
  ["moved", async () => serve({ https: (path, host) => ({ status: 301, location: `http://${host}${path}` }), http: shop })],
] as const)("a shop that answers over http only is found, and what https failed with is reported: %s", async (why, open) => {
  const host = await open();
  expect(await locate(`${host}/`)).toEqual({ baseUrl: `http://${host}`, found: `http://${host}`, overHttps: why });
  expect(await locate(`https://${host}`), "an entered scheme is kept").toMatchObject({ baseUrl: `https://${host}`, found: why });
});

test("a shop that speaks plain http on its own port is found", async () => {
  const fake = await startFakeShop({ shopSystem: "prestashop" });
  closers.push(() => fake.close());
  const host = fake.url.slice("http://".length);
  expect(await locate(host)).toEqual({ baseUrl: fake.url, found: fake.url, overHttps: "closed" });
});

test("an https refusal or error never leads to plain http, so no key is sent unencrypted", async () => {
  for (const status of [401, 403, 429, 500, 503]) {
    const host = await serve({ https: page(status), http: shop });
    expect(await locate(host)).toMatchObject({ baseUrl: `https://${host}`, overHttps: null });
  }
});

test("a shop that refuses access is located where it answers: over http if https is closed", async () => {
  const refusing = await serve({ https: "closed", http: page(403) });
  expect(await locate(refusing)).toEqual({ baseUrl: `http://${refusing}`, found: "refused", overHttps: "closed" });
  const looping = await serve({ https: "closed", http: (path) => ({ status: 302, location: path }) });
  expect(await locate(looping)).toEqual({ baseUrl: `http://${looping}`, found: "loop", overHttps: "closed" });
  const nothing = await serve({ https: page(404), http: page(404) });
  expect(await locate(nothing)).toEqual({ baseUrl: `https://${nothing}`, found: "no_shop", overHttps: null });
  const dead = await serve({ https: "closed", http: "closed" });
  expect(await locate(dead)).toEqual({ baseUrl: `https://${dead}`, found: "closed", overHttps: null });
});

test("http that redirects to https does not bypass a bad certificate", async () => {
  const certificate = await authority.issue(["127.0.0.1"], { fault: "expired" });
  const host = await serve({ https: shop, http: (path, from) => ({ status: 301, location: `https://${from}${path}` }), certificate });
  expect(await locate(host)).toEqual({ baseUrl: `https://${host}`, found: "certificate", overHttps: null });
});

test("neither scheme opens a connection to a forbidden target", async () => {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const port = await listen(server);
  const place = `127.0.0.1:${port}`;
  const { baseUrl, detection, overHttps } = await locateShop(`https://${place}`, `http://${place}`, { ...outside, policy: PUBLIC_ONLY });
  expect({ baseUrl, why: detection.kind === "missed" && detection.miss.why, overHttps }).toEqual({
    baseUrl: `https://${place}`,
    why: "closed",
    overHttps: null,
  });
  expect(connections).toBe(0);
});
