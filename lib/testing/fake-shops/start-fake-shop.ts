import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import type { ServerCertificate } from "@/lib/testing/certificates";
import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { ShopDied } from "@/lib/testing/fake-shops/breaks-on";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { Faults } from "@/lib/testing/fake-shops/faults";
import { makeFrontPage } from "@/lib/testing/fake-shops/front-pages";
import { type FakeKeys, type FakeShopSystemName, makeShopHandler } from "@/lib/testing/fake-shops/shop-systems";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { deliverWebhooks } from "@/lib/testing/fake-shops/webhooks";
import { writeAnswer } from "@/lib/testing/fake-shops/write-answer";

export interface FakeShopOptions<Name extends FakeShopSystemName> {
  shopSystem: Name;
  /** Loopback address to listen on; default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** With a certificate the shop uses https, otherwise plain http. */
  tls?: ServerCertificate;
  orders?: readonly FakeOrder[];
  /** Keys that the shop accepts. */
  credentials?: readonly FakeKeys[Name][];
  behaviour?: Behaviour;
  name?: string;
  version?: string;
  timeZone?: string;
  currency?: string;
  /** Time that each answer takes, whatever the behaviour. */
  latencyMs?: number;
}

interface LoggedRequest {
  at: Date;
  method: string;
  /** Path and query as sent. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Remote address of the visitor. */
  from: string;
  status: number;
  /** Who answered: something in front of the shop, or the shop. */
  by: "front" | "shop";
}

export interface FakeShop {
  url: string;
  port: number;
  /** The shop's data; `shop.digest()` proves that nothing changed. */
  shop: FakeStore;
  requests: LoggedRequest[];
  /** Accepted connections, including those that were reset or left hanging. */
  connectionCount(): number;
  /** Maximum number of open connections, measured at each request. */
  mostConnections(): number;
  /** Maximum of simultaneous requests. */
  maxConcurrency(): number;
  /** Replaces the whole behaviour; `{}` is a healthy shop. */
  setBehaviour(behaviour: Behaviour): void;
  /** Resolves when no webhook delivery is pending. */
  deliveriesEnded(): Promise<void>;
  close(): Promise<void>;
}

async function readBody(message: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

const flattenHeaders = (message: http.IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );

/** The message of an error in the shop's language; codes and parameters stay. */
function translate(answer: FakeAnswer, { speaks }: Behaviour): FakeAnswer {
  if (!speaks || answer.status < 400 || !answer.body.startsWith('{"')) return answer;
  const value = JSON.parse(answer.body) as { message?: unknown };
  return typeof value.message === "string" ? { ...answer, body: JSON.stringify({ ...value, message: speaks(value.message) }) } : answer;
}

/** Fields in which shop systems keep an order's id. */
const ID_KEYS = ["legacyResourceId", "entity_id", "id"] as const;

const idOf = (record: object): number =>
  Number(ID_KEYS.map((key) => (record as Record<string, unknown>)[key]).find((id) => id !== undefined));

/** A response as plugins change it: every record of such an order, at any depth. */
function rewrite(answer: FakeAnswer, { rewrites }: Behaviour): FakeAnswer {
  if (!rewrites || answer.status !== 200 || !/^[[{]/.test(answer.body)) return answer;
  const change = (value: unknown, depth: number): unknown => {
    if (typeof value !== "object" || value === null || depth > 4) return value;
    const record = value as Record<string, unknown>;
    const plugin = Array.isArray(value) ? undefined : rewrites[idOf(value)];
    if (plugin && ["status", "reference", "increment_id", "name"].some((key) => key in record)) return plugin(record);
    if (Array.isArray(value)) return value.map((item) => change(item, depth + 1));
    return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, change(item, depth + 1)]));
  };
  return { ...answer, body: JSON.stringify(change(JSON.parse(answer.body), 0)) };
}

/** What arrives of a response if the shop dies while answering; if nothing does, what happens to the connection. */
function answerOrDie(ask: () => FakeAnswer, method: string): FakeAnswer | "reset" | "silence" {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof ShopDied)) throw error;
    return typeof error.by === "string" ? error.by : makeFrontPage("nginx", error.by, method);
  }
}

/** Sends the request that the shop sends before it answers. */
async function callOut(answer: FakeAnswer): Promise<FakeAnswer> {
  const { calls } = answer;
  if (!calls) return answer;
  const sent = await fetch(calls.url, { method: "POST", headers: calls.headers, body: calls.body }).catch(() => null);
  return calls.answer(sent?.status ?? null);
}

/** Starts a shop on loopback that answers like the real software. Rejects with the system's error if the port is taken. */
export async function startFakeShop<Name extends FakeShopSystemName>(options: FakeShopOptions<Name>): Promise<FakeShop> {
  const store = new FakeStore(options.orders ?? []);
  const handle = makeShopHandler(options.shopSystem, options);
  const requests: LoggedRequest[] = [];
  const sockets = new Set<net.Socket>();
  const openSockets = new Set<net.Socket>();
  let faults = new Faults(options.behaviour ?? {});
  let connections = 0;
  let requestCount = 0;
  let inFlight = 0;
  let most = 0;
  let mostOpen = 0;
  store.skewMs = faults.behaviour.clockSkewMs ?? 0;

  async function answer(message: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const current = faults;
    const { behaviour } = current;
    const body = await readBody(message);
    const headers = flattenHeaders(message);
    const from = message.socket.remoteAddress ?? "";
    requestCount += 1;
    await behaviour.onRequest?.(store, requestCount, { address: from, method: message.method ?? "GET" });

    const [path = "/", search = ""] = (message.url ?? "/").split(/\?(.*)/s);
    const secure = !behaviour.seesHttp && (options.tls !== undefined || headers["x-forwarded-proto"] === "https");
    if (behaviour.stripAuthorization) delete headers["authorization"];
    const request: FakeRequest = {
      method: message.method ?? "GET",
      path,
      query: new URLSearchParams(search),
      headers,
      body,
      secure,
      origin: `${secure ? "https" : "http"}://${headers["host"] ?? "localhost"}`,
    };
    const failure = current.takeRandomFailure();
    const front = typeof failure === "number" ? makeFrontPage("nginx", failure, request.method) : current.answerInFront(request, from);
    const ask = () => current.throughCache(request, () => rewrite(translate(handle(request, store, behaviour), behaviour), behaviour));
    const given = front ?? (failure === "reset" ? failure : answerOrDie(ask, request.method));
    const called = typeof given === "string" ? given : await callOut(given);
    const reply = failure === "lost" ? "reset" : called;
    requests.push({
      at: new Date(),
      method: request.method,
      url: message.url ?? "/",
      headers: flattenHeaders(message),
      body,
      from,
      status: typeof reply === "string" ? 0 : reply.status,
      by: front ? "front" : "shop",
    });
    if (reply === "reset") message.socket.resetAndDestroy();
    if (typeof reply === "string") return;
    const waitMs = (behaviour.delayMs ?? 0) + (options.latencyMs ?? 0);
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (response.destroyed) return;
    writeAnswer(response, reply, {
      method: request.method,
      date: new Date(Date.now() + store.skewMs),
      bodyPrefix: front ? "" : (behaviour.bodyPrefix ?? ""),
      dropAfterBytes: failure === "cut" ? reply.body.length >> 1 : current.take("dropBody") ? (behaviour.dropBody?.afterBytes ?? 0) : null,
      endless: behaviour.endlessBody ?? false,
    });
  }

  const listener: http.RequestListener = (message, response) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    // Counted at a request, not when the connection is accepted: by then, connections closed earlier have been noticed.
    mostOpen = Math.max(mostOpen, openSockets.size);
    response.once("close", () => {
      inFlight -= 1;
    });
    answer(message, response).catch((error: unknown) => {
      // A client that disconnects is not the shop's fault; anything else is a bug of the fake and must surface.
      if (!message.destroyed && !response.destroyed) {
        response.writeHead(500, { "Content-Type": "text/plain" });
        response.end(`fake shop failed: ${String(error)}`);
      }
    });
  };
  const web = options.tls
    ? https.createServer({ ...options.tls, keepAlive: true }, listener)
    : http.createServer({ keepAlive: true }, listener);
  web.keepAliveTimeout = 30_000;
  web.on("tlsClientError", () => {});
  // Intercepts the socket before HTTP or TLS, so that a firewall can reset or ignore it.
  const server = net.createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    openSockets.add(socket);
    socket.once("end", () => openSockets.delete(socket));
    socket.once("close", () => {
      sockets.delete(socket);
      openSockets.delete(socket);
    });
    socket.on("error", () => {});
    const refusal = faults.behaviour.refusedAddresses?.find(({ address, how }) => how !== "forbidden" && address === socket.remoteAddress);
    if (refusal?.how === "reset") socket.resetAndDestroy();
    else if (!refusal) web.emit("connection", socket);
  });
  server.listen(options.port ?? 0, options.host ?? "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("fake shop: no port");
  const host = net.isIPv6(address.address) ? `[${address.address}]` : address.address;

  const url = `${options.tls ? "https" : "http"}://${host}:${address.port}`;
  const shopSystem: FakeShopSystemName = options.shopSystem;
  const sends = shopSystem === "woocommerce" || shopSystem === "shopify" ? shopSystem : null;
  const deliveriesEnded = sends ? deliverWebhooks(sends, store, url) : async () => {};

  return {
    deliveriesEnded,
    url,
    port: address.port,
    shop: store,
    requests,
    connectionCount: () => connections,
    mostConnections: () => mostOpen,
    maxConcurrency: () => most,
    setBehaviour(behaviour) {
      faults = new Faults(behaviour);
      store.skewMs = behaviour.clockSkewMs ?? 0;
      requestCount = 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      web.close();
      await once(server, "close");
    },
  };
}
