import { cleanText } from "@/lib/base/texts";
import { asClosedByPlugin, asRefusedByPlugin, isForeign401, type Reading, readAnswer } from "@/lib/check/diagnosis/read-answer";
import { whoAnswered } from "@/lib/check/diagnosis/who-answered";
import type { Observation, Question } from "@/lib/check/probe/observation";
import { maskSecrets, showAnswer, showHeaders } from "@/lib/check/probe/show-answer";
import type { Probe } from "@/lib/check/result";
import { findHeader } from "@/lib/connectors/net/answer-reader";
import type { NetFailure } from "@/lib/connectors/net/failures";
import { judgeRedirect } from "@/lib/connectors/net/redirect";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import type { Target } from "@/lib/connectors/net/target";
import type { ShopProbes } from "@/lib/connectors/shop-probes";

export interface Asked {
  id: string;
  question: Question;
  path: string;
  at: string;
  target: Target;
}

/** Times in milliseconds. */
export interface Came {
  cold: boolean;
  to: string | null;
  timings: Probe["timingsMs"];
  failure: NetFailure | null;
  answer: SeenAnswer | null;
}

/** Turns the result of a request into an observation: reads the answer, and masks what may be shown. */
export class Observer {
  /** A 401 without a challenge counts as the shop's. */
  treat401AsShop = false;
  /** Methods that a security plugin refuses in WordPress' format. */
  readonly refusedByPlugin = new Set<string>();

  /** `secrets`: every form in which they are sent. */
  constructor(
    public probes: ShopProbes,
    private readonly secrets: readonly string[],
  ) {}

  observe({ id, question, path, at, target }: Asked, came: Came): Observation {
    const { secrets } = this;
    const { answer, failure } = came;
    const reading = answer ? this.read(answer, question) : null;
    const location = answer && answer.status >= 300 && answer.status < 400 ? findHeader(answer.headers, "location") : undefined;
    // A challenge that redirects to itself is no redirect to repair.
    const redirect = location === undefined || reading?.meaning === "challenge" ? null : judgeRedirect(target.origin + path, location);
    const probe: Probe = {
      id,
      purpose: question.rule,
      method: question.request.method,
      path: maskSecrets(cleanText(path), secrets),
      userAgent: question.userAgent,
      headers: showHeaders(question, secrets),
      from: question.source.address,
      to: came.to,
      source: question.source.kind,
      outcome: answer ? "answered" : outcomeOf(failure),
      status: answer?.status ?? null,
      reached: reading?.reached ?? "nothing",
      passed: reading?.meaning === "pass",
      answeredBy: reading && answer ? this.whoAnswered(reading, answer) : null,
      failure: failure?.code ?? null,
      timingsMs: {
        dns: round(came.timings.dns),
        connect: round(came.timings.connect),
        tls: round(came.timings.tls),
        firstByte: round(came.timings.firstByte),
        total: round(came.timings.total),
      },
      coldConnection: came.cold,
      at,
      answer: answer ? showAnswer(answer, secrets) : null,
    };
    return { question, probe, failure, answer, reading, redirect, baseUrl: target.baseUrl };
  }

  /** Reads an answer again once the observer knows what such answers mean. */
  readAgain(seen: Observation): Observation {
    const { answer, question } = seen;
    if (!answer) return seen;
    const reading = this.read(answer, question);
    const said = { reached: reading.reached, passed: reading.meaning === "pass", answeredBy: this.whoAnswered(reading, answer) };
    return { ...seen, reading, probe: { ...seen.probe, ...said } };
  }

  private whoAnswered(reading: Reading, answer: SeenAnswer): Probe["answeredBy"] {
    return whoAnswered(reading, answer, (text) => maskSecrets(text, this.secrets));
  }

  private read(answer: SeenAnswer, question: Question): Reading {
    const { request, credential, subject } = question;
    const said = readAnswer(answer, request.method, this.probes, request.path);
    // A GET of orders with the key is refused because of the key, not because the API is closed.
    const isAtDoor = request.method === "GET" && !(credential === "key" && subject === "orders");
    const reading = isAtDoor ? asClosedByPlugin(said) : this.refusedByPlugin.has(request.method) ? asRefusedByPlugin(said) : said;
    return this.treat401AsShop && isForeign401(reading, answer) ? { ...reading, meaning: "pass", reached: "application" } : reading;
  }
}

const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 1000) / 1000);

const outcomeOf = (failure: NetFailure | null): Probe["outcome"] => {
  if (failure?.phase === "connect") return "connect_failed";
  return failure?.phase === "tls" ? "tls_failed" : "no_answer";
};
