import { type FakeAnswer, type FakeRequest, findHeader } from "@/lib/testing/fake-shops/answer";
import type { Behaviour, Count, RandomFailure } from "@/lib/testing/fake-shops/behaviour";
import { makeFrontPage } from "@/lib/testing/fake-shops/front-pages";
import { makeRandom, type Random } from "@/lib/testing/fake-shops/random";

const breaksCoreRules = ({ method, headers }: FakeRequest): boolean =>
  !["GET", "HEAD", "POST", "OPTIONS"].includes(method) || (method === "GET" && Number(headers["content-length"] ?? 0) > 0);

/** The faults of one behaviour, with counts that decrease with each request. */
export class Faults {
  private readonly left = new Map<string, Count>();
  private readonly cache = new Map<string, { answer: FakeAnswer; at: number }>();

  private readonly random: Random;

  constructor(readonly behaviour: Behaviour) {
    this.random = makeRandom(behaviour.failsAtRandom?.seed ?? 0);
  }

  /** How this request fails, if it does. */
  takeRandomFailure(): RandomFailure | null {
    const { failsAtRandom } = this.behaviour;
    if (!failsAtRandom || this.random.next() >= failsAtRandom.share) return null;
    return this.random.pick<RandomFailure>(failsAtRandom.ways ?? [500, 502, 503, "reset", "lost", "cut"]);
  }

  /** Whether the fault hits this request; counts down. */
  take(name: "rateLimit" | "serverErrors" | "dropBody" | "emptySuccess"): boolean {
    const fault = this.behaviour[name];
    if (!fault) return false;
    const left = this.left.get(name) ?? fault.next;
    if (left === "all") return true;
    this.left.set(name, left - 1);
    return left > 0;
  }

  private passed = 0;
  private refusedAt: number | null = null;

  /** The limit that refuses this request, or null. A client that does not wait restarts the wait. */
  private takeLimit(): { status?: 429 | 503; retryAfterSeconds: number | null } | null {
    const { rateLimit, requestsAtOnce } = this.behaviour;
    if (rateLimit && this.take("rateLimit")) return rateLimit;
    if (!requestsAtOnce) return null;
    const now = Date.now();
    if (this.refusedAt !== null && now - this.refusedAt >= requestsAtOnce.retryAfterSeconds * 1000) {
      this.passed = 0;
      this.refusedAt = null;
    }
    this.passed += 1;
    if (this.passed <= requestsAtOnce.most) return null;
    this.refusedAt = now;
    return requestsAtOnce;
  }

  /** The response of whatever is in front of the shop; null if the request reaches the shop. */
  answerInFront(request: FakeRequest, visitor: string): FakeAnswer | null {
    const { blockedUserAgents, blockedMethods, coreRules, refusedAddresses, serverErrors, emptySuccess } = this.behaviour;
    if (this.behaviour.exemptAddresses?.includes(visitor)) return null;
    const refused = refusedAddresses?.find(({ address, how }) => how === "forbidden" && address === visitor);
    if (refused) return makeFrontPage(refused.page ?? "apache", 403, request.method);
    const userAgent = (request.headers["user-agent"] ?? "").toLowerCase();
    if (blockedUserAgents?.texts.some((text) => userAgent.includes(text.toLowerCase())))
      return makeFrontPage(blockedUserAgents.page ?? "apache", blockedUserAgents.status ?? 403, request.method);
    if (blockedMethods?.methods.includes(request.method))
      return makeFrontPage(blockedMethods.page ?? "apache", blockedMethods.status ?? 403, request.method);
    if (coreRules && breaksCoreRules(request)) return makeFrontPage("modsecurity", 403, request.method);
    const limit = this.takeLimit();
    if (limit) {
      const page = makeFrontPage("nginx", limit.status ?? 429, request.method);
      if (limit.retryAfterSeconds !== null) page.headers.push(["Retry-After", String(limit.retryAfterSeconds)]);
      return page;
    }
    if (serverErrors && this.take("serverErrors")) return makeFrontPage(serverErrors.page ?? "nginx", serverErrors.status, request.method);
    if (emptySuccess && this.take("emptySuccess"))
      return { status: 200, headers: [["Content-Type", emptySuccess.contentType ?? "text/html; charset=UTF-8"]], body: emptySuccess.body };
    return null;
  }

  /** Returns the cached answer of an earlier GET, or asks the shop and caches its answer. */
  throughCache(request: FakeRequest, ask: () => FakeAnswer): FakeAnswer {
    const mode = this.behaviour.cachedAnswers;
    if (!mode || request.method !== "GET") return ask();
    const key = mode === "by_url" ? `${request.path}?${request.query.toString()}` : request.path;
    const kept = this.cache.get(key);
    if (kept) {
      const ageSeconds = Math.max(1, Math.round((Date.now() - kept.at) / 1000));
      return { ...kept.answer, headers: [...kept.answer.headers, ["Age", String(ageSeconds)], ["X-Cache", "HIT"]] };
    }
    const answer = ask();
    this.cache.set(key, { answer: { ...answer, headers: answer.headers.filter(([name]) => name !== "Set-Cookie") }, at: Date.now() });
    return findHeader(answer, "X-Cache") ? answer : { ...answer, headers: [...answer.headers, ["X-Cache", "MISS"]] };
  }
}
