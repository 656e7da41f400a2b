import { AsyncLocalStorage } from "node:async_hooks";
import { isIP } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type Clock, systemClock } from "@/lib/base/clock";
import { LIMITS } from "@/lib/base/limits";
import { MINUTE_MS } from "@/lib/base/units";
import { reachingEgress } from "@/lib/connectors/egress/config";
import { type Egress, userAgents } from "@/lib/connectors/egress/user-agents";
import { KeptConnection } from "@/lib/connectors/http/kept-connection";
import { ACCEPT_ENCODING, decodeText } from "@/lib/connectors/http/read-body";
import { isSignedFor, MAX_REDIRECTS, redirectTarget } from "@/lib/connectors/http/redirects";
import { failed, failureOfNet } from "@/lib/connectors/http/shop-failure";
import { contentEncodingOf, decodeBody } from "@/lib/connectors/net/decode-body";
import { isOwnFailure, netFailure } from "@/lib/connectors/net/failures";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import type { HttpAnswer } from "@/lib/connectors/net/request";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import { ONE_ORDER_MS } from "@/lib/connectors/records/breakdowns";
import type { Reply, ShopClient, ShopRequest } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { traced } from "@/lib/infra/observe/trace";

export interface ShopTimeouts {
  connectMs: number;
  /** From the request to the response head: shops build a page of a hundred orders before they send a byte. */
  headersMs: number;
  /** Longest pause within the response body. */
  bodyMs: number;
  totalMs: number;
  /** The whole request, for a single order or a page that was already reduced. */
  oneOrderMs: number;
}

const DEFAULT_TIMEOUTS: ShopTimeouts = {
  connectMs: 10_000,
  headersMs: MINUTE_MS,
  bodyMs: 20_000,
  totalMs: 120_000,
  oneOrderMs: ONE_ORDER_MS,
};

/** A page that takes longer is requested in smaller parts. */
export const INTERACTIVE_TIMEOUTS: Partial<ShopTimeouts> = { headersMs: 30_000, oneOrderMs: 10_000 };

/** The shop's wait counts from its response, by its own clock. */
const MARGIN_MS = 50;

export interface ShopClientOptions {
  /** The shop's URL as stored with the integration, including its path. */
  baseUrl: string;
  shopSystem: ShopSystem;
  egress: Egress;
  policy: TargetPolicy;
  clock?: Clock;
  timeouts?: Partial<ShopTimeouts>;
  overridesMethods?: boolean;
  /** Whether the caller can wait out a rate limit, at most until the signal. If absent, it cannot. */
  patience?: Patience;
}

export interface Patience {
  signal: AbortSignal;
  longestMs: number;
}

/** Duration of each phase of one exchange in milliseconds; null for a phase that did not happen. */
export interface PhaseTimes {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
}

/** Only these schemes have an origin. */
const isWeb = ({ protocol }: URL): boolean => protocol === "https:" || protocol === "http:";

/** Omits query and headers, which can contain secrets. */
export interface SeenRequest {
  method: string;
  path: string;
  /** Null without a response. */
  status: number | null;
  /** When it ended, as an ISO instant. */
  at: string;
}

/** Enough for any lookup of one order. */
const REQUESTS_KEPT = 8;

export interface ClosableShopClient extends ShopClient {
  latestRequests(): readonly SeenRequest[];
  /** Phases of the first exchange; null before it begins. */
  firstTimes(): PhaseTimes | null;
  /** Limits the total time of all requests of `work`, for lookups that a user waits for. */
  within<Value>(totalMs: number, work: () => Promise<Value>): Promise<Value>;
  /** Limits the time of each request of `work`. */
  withinEach<Value>(eachMs: number, work: () => Promise<Value>): Promise<Value>;
  timeLeftMs(): number;
  close(): Promise<void>;
}

type Exchanged = Awaited<ReturnType<ShopClient["send"]>>;
type Headers = Readonly<Record<string, string>>;

function flattenHeaders(headers: HttpAnswer["headers"]): Headers {
  const flat = new Map<string, string>();
  for (const [name, value] of headers) {
    const before = flat.get(name);
    flat.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(flat);
}

const mayBeRepeated = ({ method, countsOnce }: ShopRequest): boolean => method === "GET" && !countsOnce;

/** Servers require a Content-Length (411) for methods that usually have a body. */
const bodyOf = ({ method, body }: ShopRequest): string | null =>
  body ?? (method === "POST" || method === "PUT" || method === "PATCH" ? "" : null);

/** Date has whole seconds, so the middle of that second is compared with the middle of the exchange. Caches add Age to an old Date. */
function measureSkew(headers: Headers, sentAtMs: number, receivedAtMs: number): number | null {
  const date = Date.parse(headers["date"] ?? "");
  if (Number.isNaN(date)) return null;
  const ageMs = 1000 * (Number.parseInt(headers["age"] ?? "0", 10) || 0);
  return Math.round(date + 500 + ageMs - (sentAtMs + receivedAtMs) / 2);
}

/**
 * The client of one shop: one connection at a time from our published address, only to addresses that the policy allows (checked once per
 * origin and pinned), bounded in time and size. Any response is a success, only network errors are failures. Follows redirects to the same
 * address with credentials, reports others as `redirected`. The caller signs again for the new `baseUrl`: signed requests are not forwarded.
 */
export function createShopClient(options: ShopClientOptions): ClosableShopClient {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const clock = options.clock ?? systemClock;
  const [, userAgent] = userAgents(options.shopSystem);
  const connections = new Map<string, KeptConnection>();
  let firstTimes: PhaseTimes | null = null;
  let lookupMs: number | null = null;
  const latest: SeenRequest[] = [];
  /** Egress addresses that failed on our side; this client uses the next one. */
  const unusable = new Set<string>();
  const given = parseTarget(options.baseUrl);
  /** Where the shop answers: a redirect to the same address changes the origin. */
  let base = given.ok ? { origin: given.value.origin, path: given.value.basePath } : null;
  /** Deadline of the running requests, in terms of performance.now(). */
  const deadlines = new AsyncLocalStorage<number>();
  /** Longest time of each of the running requests. */
  const eachLimits = new AsyncLocalStorage<number>();

  /** In the same order as the check's, so that firewalls treat both alike. */
  function headersOf(request: ShopRequest): [string, string][] {
    const { "user-agent": agent = userAgent, ...others } = request.headers ?? {};
    const headers: [string, string][] = [...Object.entries(others), ["Accept-Encoding", ACCEPT_ENCODING]];
    return agent === "" ? headers : [["User-Agent", agent], ...headers];
  }

  const timeLeftMs = (): number => Math.max(0, (deadlines.getStore() ?? Number.POSITIVE_INFINITY) - performance.now());

  async function openWay(url: URL): Promise<Reply<{ way: KeptConnection }>> {
    const known = connections.get(url.origin);
    if (known) return { ok: true, way: known };
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
    if (isIP(target.value.host) === 0) lookupMs = performance.now() - lookedUpAt;
    const { addresses } = resolved.value;
    const egress = reachingEgress(options.egress, addresses);
    const ofFamily = egress.addresses.filter((own) => addresses.some(({ family }) => family === (own.includes(":") ? 6 : 4)));
    if (egress.addresses.length > 0 && ofFamily.length === 0) return failed("dns_failed", "no address of a family that we connect from");
    const from = ofFamily.find((own) => !unusable.has(own));
    if (ofFamily.length > 0 && !from) return failed("egress_unavailable", "none of our addresses can be used");
    const { connectMs, headersMs, bodyMs } = timeouts;
    const place = { target: target.value, addresses, from: from ?? null };
    const onConnect = ({ connectMs, tlsMs }: Pick<PhaseTimes, "connectMs" | "tlsMs">): void => {
      if (firstTimes?.connectMs === null) firstTimes = { ...firstTimes, connectMs, tlsMs };
    };
    // Concurrent requests may both have resolved the name.
    const way = connections.get(url.origin) ?? new KeptConnection({ ...place, connectMs, headersMs, bodyMs, onConnect });
    connections.set(url.origin, way);
    return { ok: true, way };
  }

  /** Reads a complete response for connectors. */
  async function readWhole(
    origin: string,
    answer: HttpAnswer,
    maxBytes: number,
    clockSkewMs: (headers: Headers) => number | null,
  ): Promise<Exchanged> {
    const tooLarge = failed("response_too_large", `more than ${maxBytes} bytes`);
    if (answer.bodyState === "cut") return tooLarge;
    const { bytes, state } = await decodeBody(answer.rawBody, contentEncodingOf(answer.headers), maxBytes);
    if (state === "cut") return tooLarge;
    if (state === "bad_encoding") return failed("invalid_response", state);
    const headers = flattenHeaders(answer.headers);
    const body = decodeText(bytes, headers["content-type"] ?? "");
    return { ok: true, answer: { origin, status: answer.status, headers, body, clockSkewMs: clockSkewMs(headers) } };
  }

  async function exchange(url: URL, request: ShopRequest, signal: AbortSignal): Promise<{ sent: Exchanged; wasKept: boolean }> {
    const opened = await openWay(url);
    if (!opened.ok) return { sent: opened, wasKept: false };
    const { way } = opened;
    const maxBytes = request.maxBytes ?? LIMITS.answerBytes;
    const startedAtMs = clock.now().getTime();
    firstTimes ??= { dnsMs: lookupMs, connectMs: null, tlsMs: null, firstByteMs: null };
    const answered = await way.send({
      request: { method: request.method, path: url.pathname + url.search, headers: headersOf(request), body: bodyOf(request) },
      limits: { maxHeadBytes: LIMITS.answerHeadBytes, maxBodyBytes: maxBytes },
      onlyOnce: !mayBeRepeated(request),
      signal,
    });
    const { exchange: done, failure, wasKept } = answered;
    if (done && firstTimes.connectMs !== null) firstTimes.firstByteMs ??= done.firstByteMs;
    const own = failure ?? done?.failure;
    if (own && isOwnFailure(own.code) && way.from !== null && !signal.aborted) {
      unusable.add(way.from);
      connections.delete(url.origin);
      way.close();
      // If no connection was established, nothing reached the shop. Otherwise only reads may be repeated.
      if (!done || mayBeRepeated(request)) return exchange(url, request, signal);
      return { sent: failed("egress_unavailable", own.code), wasKept };
    }
    const endedAtMs = clock.now().getTime();
    const isWhole = done?.answer && (done.answer.bodyState === "complete" || done.answer.bodyState === "cut");
    if (done?.answer && isWhole) {
      const { totalMs, firstByteMs } = done;
      const skew = (headers: Headers) => measureSkew(headers, endedAtMs - totalMs, endedAtMs - totalMs + (firstByteMs ?? 0));
      return { sent: await readWhole(url.origin, done.answer, maxBytes, skew), wasKept };
    }
    if (signal.aborted) {
      const took = `in ${Math.round(endedAtMs - startedAtMs)} ms`;
      const sent = way.reached
        ? failed("response_timed_out", `nothing whole ${took}`)
        : failed("connection_timed_out", `no connection ${took}`);
      return { sent, wasKept };
    }
    const why = failure ?? done?.failure ?? done?.broken ?? netFailure("no_answer", "answer");
    return { sent: { ok: false, failure: failureOfNet(why) }, wasKept };
  }

  /** The shop may have just closed a kept connection, so a read is repeated once on a new one. */
  async function exchangeSafely(url: URL, request: ShopRequest, signal: AbortSignal): Promise<Exchanged> {
    const { sent, wasKept } = await exchange(url, request, signal);
    const isLostConnection = !sent.ok && sent.failure.code === "connection_reset";
    if (!isLostConnection || !wasKept || !mayBeRepeated(request) || signal.aborted) return sent;
    return (await exchange(url, request, signal)).sent;
  }

  /** Sends and follows redirects to the same address. Later requests start at the URL found. */
  async function sendFollowing(start: URL, request: ShopRequest, signal: AbortSignal): Promise<Exchanged> {
    let url = start;
    for (let hops = 0; ; hops += 1) {
      const sent = await exchangeSafely(url, request, signal);
      if (!sent.ok || sent.answer.status < 300 || sent.answer.status >= 400 || sent.answer.status === 304) return sent;
      const location = sent.answer.headers["location"];
      const next = hops < MAX_REDIRECTS ? redirectTarget(url, location) : null;
      const hasMoved = next !== null && next.origin !== url.origin;
      if (hasMoved && url.origin === base?.origin) base = { ...base, origin: next.origin };
      if (!next || (hasMoved && isSignedFor(url, request.headers ?? {}))) {
        const to = location && URL.canParse(location, url) ? new URL(location, url) : null;
        const leadsTo = to && (isWeb(to) ? to.origin + to.pathname.slice(0, 200) : to.protocol);
        const { failure } = failed("redirected", `HTTP ${sent.answer.status} to ${leadsTo ?? "nowhere"}`, sent.answer);
        return { ok: false, failure: leadsTo === null ? failure : { ...failure, leadsTo } };
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
    get baseUrl() {
      return base ? base.origin + base.path : options.baseUrl;
    },
    overridesMethods: options.overridesMethods ?? false,
    oneOrderMs: timeouts.oneOrderMs,

    async send(request) {
      if (!base) return failed("target_not_allowed", given.ok ? "" : given.reason);
      // AbortSignal.timeout would leave hundreds of timers pending for minutes.
      const limit = new AbortController();
      const mostMs = request.isShort ? Math.min(timeouts.oneOrderMs, timeouts.totalMs) : timeouts.totalMs;
      const eachMs = eachLimits.getStore() ?? Number.POSITIVE_INFINITY;
      const timeout = setTimeout(() => limit.abort(), Math.min(mostMs, eachMs, timeLeftMs()));
      try {
        const url = new URL(base.origin + base.path + request.path);
        return await traced(
          `${request.method} shop`,
          { "http.request.method": request.method, "server.address": url.hostname },
          async (span) => {
            const sent = await sendFollowing(url, request, limit.signal);
            if (sent.ok) span.setAttribute("http.response.status_code", sent.answer.status);
            else span.setAttribute("error.type", sent.failure.code);
            const status = sent.ok ? sent.answer.status : sent.failure.status;
            latest.push({ method: request.method, path: url.pathname, status, at: clock.now().toISOString() });
            if (latest.length > REQUESTS_KEPT) latest.shift();
            return sent;
          },
        );
      } finally {
        clearTimeout(timeout);
      }
    },

    firstTimes: () => firstTimes,

    latestRequests: () => latest,

    within: (totalMs, work) => deadlines.run(performance.now() + Math.min(totalMs, timeLeftMs()), work),

    withinEach: (eachMs, work) => eachLimits.run(eachMs, work),

    timeLeftMs,

    async close() {
      for (const connection of connections.values()) connection.close();
      connections.clear();
    },
  };
}
