import { isIP } from "node:net";
import { LIMITS } from "@/lib/base/limits";
import { SECOND_MS } from "@/lib/base/units";
import { reachingEgress } from "@/lib/connectors/egress/config";
import type { Egress } from "@/lib/connectors/egress/user-agents";
import { KeptConnection } from "@/lib/connectors/http/kept-connection";
import { ACCEPT_ENCODING, decodeText } from "@/lib/connectors/http/read-body";
import { failed, failureOfNet } from "@/lib/connectors/http/shop-failure";
import { contentEncodingOf, decodeBody } from "@/lib/connectors/net/decode-body";
import { isOwnFailure, netFailure } from "@/lib/connectors/net/failures";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import type { HttpAnswer } from "@/lib/connectors/net/request";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import type { Reply, ShopClient, ShopRequest } from "@/lib/connectors/shop";

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

/** Duration of each phase of one exchange in milliseconds; null for a phase that did not happen. */
export interface PhaseTimes {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
}

export type Exchanged = Awaited<ReturnType<ShopClient["send"]>>;
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
  const ageMs = SECOND_MS * (Number.parseInt(headers["age"] ?? "0", 10) || 0);
  return Math.round(date + 500 + ageMs - (sentAtMs + receivedAtMs) / 2);
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

interface Options {
  userAgent: string;
  egress: Egress;
  policy: TargetPolicy;
  timeouts: ShopTimeouts;
}

/** The exchanges of one client: one connection for each origin, from the first of our addresses that works. */
export class ShopExchanges {
  /** Phases of the first exchange; null before it begins. */
  firstTimes: PhaseTimes | null = null;
  /** The address of the newest connection. */
  askedFrom: string | null = null;
  private readonly connections = new Map<string, KeptConnection>();
  /** Egress addresses that failed on our side; this client uses the next one. */
  private readonly unusable = new Set<string>();
  private lookupMs: number | null = null;

  constructor(private readonly options: Options) {}

  /** The shop may have just closed a kept connection, so a read is repeated once on a new one. */
  async send(url: URL, request: ShopRequest, signal: AbortSignal): Promise<Exchanged> {
    const { sent, wasKept } = await this.exchange(url, request, signal);
    const isLostConnection = !sent.ok && sent.failure.code === "connection_reset";
    if (!isLostConnection || !wasKept || !mayBeRepeated(request) || signal.aborted) return sent;
    return (await this.exchange(url, request, signal)).sent;
  }

  private async exchange(url: URL, request: ShopRequest, signal: AbortSignal): Promise<{ sent: Exchanged; wasKept: boolean }> {
    const opened = await this.connectionTo(url);
    if (!opened.ok) return { sent: opened, wasKept: false };
    const { way } = opened;
    const maxBytes = request.maxBytes ?? LIMITS.answerBytes;
    const startedAtMs = Date.now();
    this.firstTimes ??= { dnsMs: this.lookupMs, connectMs: null, tlsMs: null, firstByteMs: null };
    const answered = await way.send({
      request: { method: request.method, path: url.pathname + url.search, headers: this.headersOf(request), body: bodyOf(request) },
      limits: { maxHeadBytes: LIMITS.answerHeadBytes, maxBodyBytes: maxBytes },
      onlyOnce: !mayBeRepeated(request),
      signal,
    });
    const { exchange: done, failure, wasKept } = answered;
    if (done && this.firstTimes.connectMs !== null) this.firstTimes.firstByteMs ??= done.firstByteMs;
    const own = failure ?? done?.failure;
    if (own && isOwnFailure(own.code) && way.from !== null && !signal.aborted) {
      this.unusable.add(way.from);
      this.connections.delete(url.origin);
      way.close();
      // If no connection was established, nothing reached the shop. Otherwise only reads may be repeated.
      if (!done || mayBeRepeated(request)) return this.exchange(url, request, signal);
      return { sent: failed("egress_unavailable", own.code), wasKept };
    }
    const endedAtMs = Date.now();
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

  /** In the same order as the check's, so that firewalls treat both alike. */
  private headersOf(request: ShopRequest): [string, string][] {
    const { "user-agent": agent = this.options.userAgent, ...others } = request.headers ?? {};
    const headers: [string, string][] = [...Object.entries(others), ["Accept-Encoding", ACCEPT_ENCODING]];
    return agent === "" ? headers : [["User-Agent", agent], ...headers];
  }

  private async connectionTo(url: URL): Promise<Reply<{ way: KeptConnection }>> {
    const known = this.connections.get(url.origin);
    if (known) return { ok: true, way: known };
    const target = parseTarget(url.origin);
    if (!target.ok) return failed("target_not_allowed", target.reason);
    const lookedUpAt = performance.now();
    const resolved = await resolveTarget(target.value.host, target.value.port, this.options.policy);
    if (!resolved.ok) {
      const { reason } = resolved;
      if (reason.code === "target_not_allowed")
        return failed("target_not_allowed", `${reason.refusal.code} ${reason.refusal.kind ?? ""}`.trim());
      return failed("dns_failed", `${reason.code} ${reason.detail}`);
    }
    if (isIP(target.value.host) === 0) this.lookupMs = performance.now() - lookedUpAt;
    const { addresses } = resolved.value;
    const egress = reachingEgress(this.options.egress, addresses);
    const ofFamily = egress.addresses.filter((own) => addresses.some(({ family }) => family === (own.includes(":") ? 6 : 4)));
    if (egress.addresses.length > 0 && ofFamily.length === 0) return failed("dns_failed", "no address of a family that we connect from");
    const from = ofFamily.find((own) => !this.unusable.has(own));
    if (ofFamily.length > 0 && !from) return failed("egress_unavailable", "none of our addresses can be used");
    const { connectMs, headersMs, bodyMs } = this.options.timeouts;
    const place = { target: target.value, addresses, from: from ?? null };
    const onConnect = ({ connectMs, tlsMs }: Pick<PhaseTimes, "connectMs" | "tlsMs">): void => {
      if (this.firstTimes?.connectMs === null) this.firstTimes = { ...this.firstTimes, connectMs, tlsMs };
    };
    // Concurrent requests may both have resolved the name.
    const way = this.connections.get(url.origin) ?? new KeptConnection({ ...place, connectMs, headersMs, bodyMs, onConnect });
    this.connections.set(url.origin, way);
    this.askedFrom = way.from;
    return { ok: true, way };
  }

  close(): void {
    for (const connection of this.connections.values()) connection.close();
    this.connections.clear();
  }
}
