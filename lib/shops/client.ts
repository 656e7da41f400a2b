import { AsyncLocalStorage } from "node:async_hooks";
import { isIP } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Client, type Dispatcher } from "undici";
import { type Clock, systemClock } from "@/lib/base/clock";
import { type Egress, userAgents } from "@/lib/egress/identity";
import { reachingEgress } from "@/lib/egress/reach";
import type { TargetPolicy } from "@/lib/net/policy";
import { pinnedLookup, resolveTarget } from "@/lib/net/resolve";
import { parseTarget } from "@/lib/net/target";
import { createConnectionTimer, type PhaseTimes } from "@/lib/shops/connection-timer";
import { failed, failureOfError } from "@/lib/shops/failures";
import type { Platform } from "@/lib/shops/platforms";
import { ACCEPT_ENCODING, BodyTooLarge, decodeBody, readBody } from "@/lib/shops/read-body";
import { redirectTarget } from "@/lib/shops/redirects";
import type { ShopAnswer, ShopClient, ShopFailure, ShopRequest } from "@/lib/shops/shop";

export interface ShopTimeouts {
  /** Connection and TLS. */
  connectMs: number;
  /** From the request to the answer's head: shops build a page of a hundred orders before they send a byte. */
  headersMs: number;
  /** Between two pieces of the body. */
  bodyMs: number;
  /** The whole request, redirects included. */
  totalMs: number;
}

export const DEFAULT_TIMEOUTS: ShopTimeouts = { connectMs: 10_000, headersMs: 60_000, bodyMs: 20_000, totalMs: 120_000 };

/** A hundred orders of a WooCommerce with many plugins are about 5 MB. */
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_REDIRECTS = 3;
/** The shop counts from when it answered, and not by our clock. */
const MARGIN_MS = 50;

export interface ShopClientOptions {
  /** The shop's address as stored with the integration; a path is kept. */
  baseUrl: string;
  platform: Platform;
  egress: Egress;
  policy: TargetPolicy;
  clock?: Clock;
  timeouts?: Partial<ShopTimeouts>;
  /** See ShopClient. */
  overridesMethods?: boolean;
  /** Whoever asks can wait when the shop wants to be left alone, until the signal at most. */
  patience?: Patience;
}

export interface Patience {
  signal: AbortSignal;
  /** Longest wait at a time. */
  longestMs: number;
}

export interface ClosableShopClient extends ShopClient {
  /** The phases of the first exchange; null while none began. */
  firstTimes(): PhaseTimes | null;
  /** All that `work` asks must be answered within this time together: for questions of whoever waits. */
  within<Value>(totalMs: number, work: () => Promise<Value>): Promise<Value>;
  timeLeftMs(): number;
  /** Ends the connections; call it when the run is over. */
  close(): Promise<void>;
}

type Failed = { ok: false; failure: ShopFailure };

const flattenHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]));

/** Date has whole seconds, so the middle of that second is compared with the middle of the exchange. Caches add Age to an old Date. */
function measureSkew(headers: Readonly<Record<string, string>>, sentAtMs: number, receivedAtMs: number): number | null {
  const date = Date.parse(headers["date"] ?? "");
  if (Number.isNaN(date)) return null;
  const ageMs = 1000 * (Number.parseInt(headers["age"] ?? "0", 10) || 0);
  return Math.round(date + 500 + ageMs - (sentAtMs + receivedAtMs) / 2);
}

/**
 * The way from connectors to one shop: one connection at a time from our published address, only to addresses that the policy allows
 * (checked once for each origin and pinned), bounded in time and bytes. Network trouble comes back as a failure; an answer of any status
 * is an answer. Redirects are followed only where nothing of the request changes; the others are the failure `redirected`.
 */
export function createShopClient(options: ShopClientOptions): ClosableShopClient {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const clock = options.clock ?? systemClock;
  const [, userAgent] = userAgents(options.platform);
  const connections = new Map<string, Client>();
  /** Those that have had a connection. */
  const reached = new WeakSet<Client>();
  const timer = createConnectionTimer();
  const base = parseTarget(options.baseUrl);
  /** When what is being asked must have ended, by performance.now(). */
  const deadlines = new AsyncLocalStorage<number>();
  const timeLeftMs = (): number => Math.max(0, (deadlines.getStore() ?? Number.POSITIVE_INFINITY) - performance.now());

  async function openConnection(url: URL): Promise<{ ok: true; client: Client } | Failed> {
    const known = connections.get(url.origin);
    if (known) return { ok: true, client: known };
    const target = parseTarget(url.origin);
    if (!target.ok) return failed("target_not_allowed", target.reason);
    const lookedUpAt = performance.now();
    const resolved = await resolveTarget(target.value.host, target.value.port, options.policy);
    if (!resolved.ok) {
      const { reason } = resolved;
      if (reason.code === "target_not_allowed")
        return failed("target_not_allowed", `${reason.refusal.code} ${reason.refusal.kind ?? ""}`.trim());
      return failed("dns_failed", `${reason.code} ${reason.detail}`);
    }
    if (isIP(target.value.host.replace(/^\[|\]$/g, "")) === 0) timer.noteLookup(performance.now() - lookedUpAt);
    const { addresses } = resolved.value;
    const egress = reachingEgress(options.egress, addresses);
    const localAddress = egress.addresses.find((own) => addresses.some(({ family }) => family === (own.includes(":") ? 6 : 4)));
    if (egress.addresses.length > 0 && !localAddress) return failed("dns_failed", "no address of a family that we connect from");
    const family = localAddress?.includes(":") ? 6 : 4;
    const reachable = localAddress ? addresses.filter((entry) => entry.family === family) : addresses;
    const client = new Client(url.origin, {
      allowH2: false,
      pipelining: 1,
      connect: timer.connector({ lookup: pinnedLookup(reachable), timeout: timeouts.connectMs, allowH2: false }),
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      ...(localAddress ? { localAddress } : {}),
    });
    client.once("connect", () => reached.add(client));
    connections.set(url.origin, client);
    return { ok: true, client };
  }

  async function exchange(url: URL, request: ShopRequest, signal: AbortSignal): Promise<{ ok: true; answer: ShopAnswer } | Failed> {
    const connection = await openConnection(url);
    if (!connection.ok) return connection;
    const sentAtMs = clock.now().getTime();
    let response: Dispatcher.ResponseData;
    try {
      response = await connection.client.request({
        method: request.method,
        path: url.pathname + url.search,
        headers: { "user-agent": userAgent, "accept-encoding": ACCEPT_ENCODING, ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal,
      });
      timer.noteHead();
      const headers = flattenHeaders(response.headers);
      const clockSkewMs = measureSkew(headers, sentAtMs, clock.now().getTime());
      const body = await readBody(response.body, headers["content-encoding"] ?? "", request.maxBytes ?? DEFAULT_MAX_BYTES);
      const text = decodeBody(body, headers["content-type"] ?? "");
      return { ok: true, answer: { status: response.statusCode, headers, body: text, clockSkewMs } };
    } catch (error) {
      if (error instanceof BodyTooLarge) return failed("response_too_large", `more than ${request.maxBytes ?? DEFAULT_MAX_BYTES} bytes`);
      if (signal.aborted) {
        const took = `in ${Math.round(clock.now().getTime() - sentAtMs)} ms`;
        return reached.has(connection.client)
          ? failed("response_timed_out", `nothing whole ${took}`)
          : failed("connection_timed_out", `no connection ${took}`);
      }
      return { ok: false, failure: failureOfError(error) };
    }
  }

  /** A kept connection may have been closed by the shop in the same moment; what changes nothing is asked once more on a new one. */
  async function exchangeSafely(url: URL, request: ShopRequest, signal: AbortSignal): ReturnType<typeof exchange> {
    const wasOpen = connections.has(url.origin);
    const first = await exchange(url, request, signal);
    const isLostConnection = !first.ok && first.failure.code === "connection_reset";
    return isLostConnection && wasOpen && request.method === "GET" && !request.countsOnce && !signal.aborted
      ? exchange(url, request, signal)
      : first;
  }

  /** Sends, and follows redirects as far as nothing of the request changes. */
  async function sendFollowing(start: URL, request: ShopRequest, signal: AbortSignal): ReturnType<ShopClient["send"]> {
    let url = start;
    for (let hops = 0; ; hops += 1) {
      const sent = await exchangeSafely(url, request, signal);
      if (!sent.ok || sent.answer.status < 300 || sent.answer.status >= 400 || sent.answer.status === 304) return sent;
      const location = sent.answer.headers["location"];
      const next = hops < MAX_REDIRECTS ? redirectTarget(url, location, request.headers ?? {}) : null;
      if (!next) {
        const to = location && URL.canParse(location, url) ? new URL(location, url) : null;
        return failed("redirected", `HTTP ${sent.answer.status} to ${to ? to.origin + to.pathname.slice(0, 200) : "nowhere"}`, sent.answer);
      }
      url = next;
    }
  }

  async function waitOut({ signal, longestMs }: Patience, ms: number): Promise<boolean> {
    if (ms > longestMs || ms > timeLeftMs() || signal.aborted) return false;
    return wait(ms + MARGIN_MS, true, { signal }).catch(() => false);
  }

  const { patience } = options;
  return {
    ...(patience ? { waitOut: (ms: number) => waitOut(patience, ms) } : {}),
    baseUrl: base.ok ? base.value.baseUrl : options.baseUrl,
    overridesMethods: options.overridesMethods ?? false,

    async send(request) {
      if (!base.ok) return failed("target_not_allowed", base.reason);
      // A timer that ends with the request: hundreds of requests a second would leave theirs behind for minutes.
      const limit = new AbortController();
      const timeout = setTimeout(() => limit.abort(), Math.min(timeouts.totalMs, timeLeftMs()));
      try {
        return await sendFollowing(new URL(base.value.baseUrl + request.path), request, limit.signal);
      } finally {
        clearTimeout(timeout);
      }
    },

    firstTimes: timer.times,

    within: (totalMs, work) => deadlines.run(performance.now() + Math.min(totalMs, timeLeftMs()), work),

    timeLeftMs,

    async close() {
      await Promise.all([...connections.values()].map((client) => client.destroy()));
      connections.clear();
    },
  };
}
