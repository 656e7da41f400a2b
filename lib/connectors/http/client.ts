import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { MINUTE_MS } from "@/lib/base/units";
import type { Visitor } from "@/lib/connectors/egress/choose-visitor";
import { type Egress, userAgents } from "@/lib/connectors/egress/user-agents";
import { isSignedFor, MAX_REDIRECTS, redirectTarget } from "@/lib/connectors/http/redirects";
import { type Exchanged, type PhaseTimes, ShopExchanges, type ShopTimeouts } from "@/lib/connectors/http/shop-exchanges";
import { failed } from "@/lib/connectors/http/shop-failure";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import { parseTarget } from "@/lib/connectors/net/target";
import { ONE_ORDER_MS } from "@/lib/connectors/records/breakdowns";
import type { ShopClient, ShopRequest } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { traced } from "@/lib/infra/observe/trace";

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
  timeouts?: Partial<ShopTimeouts>;
  overridesMethods?: boolean;
  /** By default the full one of lib/connectors/egress/user-agents.ts. */
  userAgent?: string;
  /** Whether the caller can wait out a rate limit, at most until the signal. If absent, it cannot. */
  patience?: Patience;
}

export interface Patience {
  signal: AbortSignal;
  maxWaitMs: number;
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
  /** As whom it asks; the address is that of the newest connection. */
  visitor(): Visitor;
  /** Phases of the first exchange; null before it begins. */
  firstTimes(): PhaseTimes | null;
  /** Limits the total time of all requests of `work`, for lookups that a user waits for. */
  within<Value>(totalMs: number, work: () => Promise<Value>): Promise<Value>;
  /** Limits the time of each request of `work`. */
  withinEach<Value>(eachMs: number, work: () => Promise<Value>): Promise<Value>;
  timeLeftMs(): number;
  close(): Promise<void>;
}

/**
 * The client of one shop: one connection at a time from our published address, only to addresses that the policy allows (checked once per
 * origin and pinned), bounded in time and size. Any response is a success, only network errors are failures. Follows redirects to the same
 * address with credentials, reports others as `redirected`. The caller signs again for the new `baseUrl`: signed requests are not forwarded.
 */
export function createShopClient(options: ShopClientOptions): ClosableShopClient {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const { shopSystem, egress, policy } = options;
  const userAgent = options.userAgent ?? userAgents(shopSystem)[1];
  const exchanges = new ShopExchanges({ egress, policy, userAgent, timeouts });
  const latest: SeenRequest[] = [];
  const given = parseTarget(options.baseUrl);
  /** Where the shop answers: a redirect to the same address changes the origin. */
  let base = given.ok ? { origin: given.value.origin, path: given.value.basePath } : null;
  /** Deadline of the running requests, in terms of performance.now(). */
  const deadlines = new AsyncLocalStorage<number>();
  /** Longest time of each of the running requests. */
  const eachLimits = new AsyncLocalStorage<number>();

  const timeLeftMs = (): number => Math.max(0, (deadlines.getStore() ?? Number.POSITIVE_INFINITY) - performance.now());

  /** Sends and follows redirects to the same address. Later requests start at the URL found. */
  async function sendFollowing(start: URL, request: ShopRequest, signal: AbortSignal): Promise<Exchanged> {
    let url = start;
    for (let hops = 0; ; hops += 1) {
      const sent = await exchanges.send(url, request, signal);
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

  async function waitOut({ signal, maxWaitMs }: Patience, ms: number): Promise<boolean> {
    if (ms > maxWaitMs || ms > timeLeftMs() || signal.aborted) return false;
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
            latest.push({ method: request.method, path: url.pathname, status, at: new Date().toISOString() });
            if (latest.length > REQUESTS_KEPT) latest.shift();
            return sent;
          },
        );
      } finally {
        clearTimeout(timeout);
      }
    },

    firstTimes: () => exchanges.firstTimes,

    visitor: () => ({ address: exchanges.askedFrom, userAgent }),

    latestRequests: () => latest,

    within: (totalMs, work) => deadlines.run(performance.now() + Math.min(totalMs, timeLeftMs()), work),

    withinEach: (eachMs, work) => eachLimits.run(eachMs, work),

    timeLeftMs,

    async close() {
      exchanges.close();
    },
  };
}

/** Runs `work` with a client and closes it afterwards. `withinMs`: time limit for all its requests together. */
export async function withShopClient<Value>(
  { withinMs, ...options }: ShopClientOptions & { withinMs?: number },
  work: (client: ClosableShopClient) => Promise<Value>,
): Promise<Value> {
  const client = createShopClient(options);
  try {
    return await (withinMs === undefined ? work(client) : client.within(withinMs, () => work(client)));
  } finally {
    await client.close();
  }
}
