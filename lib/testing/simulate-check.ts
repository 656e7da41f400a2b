import { refuse } from "@/lib/base/result";
import { WHOLE_ATTEMPT_MS } from "@/lib/check/probe/attempt";
import type { Observation, Question } from "@/lib/check/probe/observation";
import { passed } from "@/lib/check/probe/observation";
import { NOISY_CHECK_MS } from "@/lib/check/probe/plan/evidence/policy";
import type { Journal } from "@/lib/check/probe/plan/journal";
import type { Part, Plan, ProbeOptions, Step } from "@/lib/check/probe/plan/step";
import { type AttemptSetup, planAttempt } from "@/lib/check/probe/plan-attempt";
import { mayBeSettledBySecond, readAttempts } from "@/lib/check/probe/read-attempts";
import { sourcesOf } from "@/lib/check/probe/sources";
import type { Cause, Probe, Verdict } from "@/lib/check/result";
import { DEFAULT_TIMEOUTS } from "@/lib/connectors/net/connect";
import { netFailure } from "@/lib/connectors/net/failures";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";
import { parseTarget } from "@/lib/connectors/net/target";
import { withNewSignature } from "@/lib/connectors/shop-probes";
import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";

// Plays a whole check in simulated time, without sockets: thousands of checks show how often chance invents a cause.

export interface SimulatedReply {
  /** Until the first byte. */
  afterMs: number;
  answer: FakeAnswer | "reset" | "silence";
  /** The body breaks off in the middle. */
  isCut?: boolean;
}

/** `at`: milliseconds since the check began. */
export type SimulatedShop = (request: FakeRequest, visitor: { from: string; at: number }) => SimulatedReply;

export interface SimulatedCheck {
  causes: Cause[];
  verdict: Verdict;
  probes: Probe[];
  requests: number;
  durationMs: number;
}

const ORIGIN = "http://shop.example";
const AT_ONCE = 2;
/** As in `execute/asker.ts`. */
const HELD_BACK_MS = 2_000;
const PATIENCE_IF_SLOW = 2;
const MIN_TIME_MS = 50;
const EGRESS = { addresses: ["192.0.2.1", "192.0.2.2"], control: "192.0.2.3" };

/** Simulated time, and what is due at which moment. */
class Timeline {
  now = 0;
  private readonly due: { at: number; go: () => void }[] = [];

  after(milliseconds: number, go: () => void): () => void {
    const entry = { at: this.now + milliseconds, go };
    this.due.push(entry);
    return () => {
      const index = this.due.indexOf(entry);
      if (index >= 0) this.due.splice(index, 1);
    };
  }

  runUntil(isOver: () => boolean): void {
    while (!isOver()) {
      const next = this.due.reduce<(typeof this.due)[number] | null>((first, one) => (first && first.at <= one.at ? first : one), null);
      if (!next) throw new Error("Every part of the plan waits for another one.");
      this.due.splice(this.due.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      next.go();
    }
  }
}

interface Pending {
  question: Question;
  options: ProbeOptions;
  end(seen: Observation | null): void;
}

/** Sends as the asker does: two requests at once, one at a time after a refusal, within budget and deadline. */
class SimulatedAsker {
  private readonly pending: Pending[] = [];
  private readonly idle = new Map<string, number>();
  private running = 0;
  private lastStartedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly shop: SimulatedShop,
    private readonly time: Timeline,
    private readonly journal: Journal,
    private readonly noteNewest: () => void,
    private readonly limits: { deadline: number; latest: number },
  ) {}

  get timeLeftMs(): number {
    const { deadline, latest } = this.limits;
    const { isSlow, mayTakeLonger } = this.journal;
    return Math.max(0, (isSlow || mayTakeLonger ? latest : deadline) - this.time.now);
  }

  noteTime(): void {
    this.journal.isOver = this.timeLeftMs < MIN_TIME_MS;
    if (!this.journal.connectionsAreStale) return;
    this.journal.connectionsAreStale = false;
    this.idle.clear();
  }

  ask(asked: Pending): void {
    this.pending.push(asked);
    this.startPending();
  }

  private startPending(): void {
    const { time, journal } = this;
    const heldBackMs = this.lastStartedAt + HELD_BACK_MS - time.now;
    const isAlone = journal.isBackingOff && heldBackMs > 0;
    if (this.pending.length === 0 || this.running >= AT_ONCE) return;
    if (this.running >= (isAlone ? 1 : AT_ONCE)) {
      time.after(heldBackMs, () => this.startPending());
      return;
    }
    const next = this.pending.shift();
    if (!next) return;
    this.running += 1;
    const pauseMs = journal.isBackingOff ? Math.max(0, this.lastStartedAt + journal.pauseMs - time.now) : 0;
    this.lastStartedAt = time.now + pauseMs;
    if (pauseMs > 0) time.after(Math.min(pauseMs, this.timeLeftMs), () => this.send(next));
    else this.send(next);
    this.startPending();
  }

  private send({ question, options, end }: Pending): void {
    const { journal, time } = this;
    const finish = (seen: Observation | null): void => {
      this.running -= 1;
      end(seen);
      this.startPending();
    };
    if (journal.requestsLeft <= 0 || this.timeLeftMs < MIN_TIME_MS) {
      finish(null);
      return;
    }
    journal.requests += 1;
    const asked = { ...question, request: withNewSignature(question.request, new Date()) };
    const path = journal.fullPathOf(asked);
    const from = asked.source.address ?? "";
    const idle = this.idle.get(from) ?? 0;
    const isCold = options.fresh === true || journal.isBackingOff || idle === 0;
    if (!isCold) this.idle.set(from, idle - 1);
    const reply = this.shop(requestOf(asked, path), { from, at: time.now });
    const patience = journal.isSlow ? PATIENCE_IF_SLOW : 1;
    const limitMs = Math.min(patience * DEFAULT_TIMEOUTS.firstByteMs, this.timeLeftMs);
    const isLate = reply.answer === "silence" || reply.afterMs > limitMs;
    const tookMs = isLate ? limitMs : reply.afterMs;
    const id = `p${journal.requestsSent}`;
    const at = new Date(time.now).toISOString();
    time.after(tookMs, () => {
      const failure = isLate
        ? netFailure("response_timed_out", "answer")
        : reply.answer === "reset"
          ? netFailure("answer_reset", "answer")
          : null;
      if (failure && this.timeLeftMs < 1) return finish(null);
      const answer = failure || typeof reply.answer === "string" ? null : seenOf(reply.answer, reply.isCut ?? false);
      const timings = { dns: null, connect: isCold ? 1 : null, tls: null, firstByte: failure ? null : tookMs, total: tookMs };
      const { target } = journal.base;
      const seen = journal.observer.observe(
        { id, question: asked, path, at, target },
        { cold: isCold, to: "198.51.100.1", timings, failure, answer },
      );
      if (passed(seen) && journal.keepsConnections && !journal.isBackingOff) this.idle.set(from, (this.idle.get(from) ?? 0) + 1);
      journal.observations.push(seen);
      this.noteNewest();
      if (!journal.learnsSlash(seen)) return finish(seen);
      this.running -= 1;
      this.ask({ question, options, end });
    });
  }
}

function requestOf({ request, userAgent }: Question, fullPath: string): FakeRequest {
  const [path = "/", search = ""] = fullPath.split(/\?(.*)/s);
  const headers = Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: request.method,
    path,
    query: new URLSearchParams(search),
    headers: { host: "shop.example", ...(userAgent === "" ? {} : { "user-agent": userAgent }), ...headers },
    body: request.body?.toString() ?? "",
    secure: false,
    origin: ORIGIN,
  };
}

function seenOf({ status, headers, body }: FakeAnswer, isCut: boolean) {
  const all = Buffer.from(body);
  const bytes = isCut ? all.subarray(0, all.length >> 1) : all;
  const head = { version: "1.1" as const, status, headers: headers.map(([name, value]) => [name.toLowerCase(), value] as const) };
  return seeAnswer(head, bytes, isCut ? "unfinished" : "complete");
}

/** Runs a plan as the executor does, in simulated time. */
function play<Value>(plan: Plan<Value>, asker: SimulatedAsker, time: Timeline, journal: Journal): Value {
  const waiting = new Set<() => void>();
  let found: { value: Value } | null = null;

  function resume(part: Plan<unknown>, end: (value: unknown) => void, input?: unknown): void {
    asker.noteTime();
    const { done, value } = part.next(input);
    asker.noteTime();
    if (done) end(value);
    else perform(value, (answer) => time.after(0, () => resume(part, end, answer)));
    for (const recheck of [...waiting]) recheck();
  }

  function waitUntil(step: Extract<Step, { do: "wait_until" }>, next: (value?: unknown) => void): void {
    const go = (): void => {
      waiting.delete(recheck);
      cancel?.();
      next();
    };
    const recheck = (): void => {
      if (step.holds()) go();
    };
    const cancel = step.atMostMs === null ? null : time.after(Math.min(step.atMostMs, asker.timeLeftMs), go);
    waiting.add(recheck);
    recheck();
  }

  function perform(step: Step, next: (value?: unknown) => void): void {
    switch (step.do) {
      case "probe":
        asker.ask({ question: step.question, options: step.options, end: next });
        break;
      case "prepare":
        next();
        break;
      case "resolve":
        next(refuse(netFailure("target_not_allowed", "target")));
        break;
      case "wait":
        if (journal.requestsLeft > 0) time.after(Math.min(step.milliseconds, asker.timeLeftMs), next);
        else next();
        break;
      case "wait_until":
        waitUntil(step, next);
        break;
      case "begin": {
        const { part }: { part: Part<unknown> } = step;
        time.after(0, () => resume(part.plan, (value) => (part.ended = { value })));
        next();
      }
    }
  }

  resume(plan, (value) => (found = { value: value as Value }));
  time.runUntil(() => found !== null);
  return (found as unknown as { value: Value }).value;
}

/** Checks a simulated shop. `limitMs`: the time limit of the caller. */
export function simulateCheck(shop: SimulatedShop, input: AttemptSetup["input"] & { limitMs?: number }): SimulatedCheck {
  const { limitMs = Number.POSITIVE_INFINITY, ...asked } = input;
  const target = parseTarget(ORIGIN);
  if (!target.ok) throw new Error("no address");
  const resolution = { addresses: [{ address: "198.51.100.1", family: 4 as const }], refused: [], dnsMs: 1 };
  const setup = { input: asked, base: { target: target.value, resolution }, ...sourcesOf(EGRESS) };
  const time = new Timeline();
  const run = (before: Parameters<typeof planAttempt>[1]) => {
    const { journal, plan, noteNewest } = planAttempt(setup, before);
    const limits = { deadline: Math.min(limitMs, before ? NOISY_CHECK_MS : WHOLE_ATTEMPT_MS), latest: Math.min(limitMs, NOISY_CHECK_MS) };
    return play(plan, new SimulatedAsker(shop, time, journal, noteNewest, limits), time, journal);
  };
  const first = run(null);
  const last = mayBeSettledBySecond(first) ? run(first) : first;
  const { journal, seen } = last;
  return { ...readAttempts(first, last), probes: seen.map(({ probe }) => probe), requests: journal.requestsSent, durationMs: time.now };
}
