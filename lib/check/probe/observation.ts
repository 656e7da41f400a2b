import type { Reading } from "@/lib/check/diagnosis/read-answer";
import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Probe } from "@/lib/check/result";
import type { NetFailure } from "@/lib/connectors/net/failures";
import type { Redirect } from "@/lib/connectors/net/redirect";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** `address` is null if the system chose it. */
export interface Source {
  kind: "egress" | "control" | "default";
  address: string | null;
}

/** What a request addresses, as far as comparisons need it. `record`: what tracking is written to. */
export type Subject = "root" | "resource" | "orders" | "record" | "home" | "other";

export interface Question {
  rule: AskRule;
  subject: Subject;
  request: ProbeRequest;
  userAgent: string;
  source: Source;
  /** Below the given address, or below its host's root. */
  below: "base" | "host";
  /** `none` throughout the matrix, unless the shop requires a key. */
  credential: "none" | "dummy" | "key" | "signature";
}

/** A request with its result: the stored probe, plus what only the diagnosis needs. */
export interface Observation {
  question: Question;
  probe: Probe;
  failure: NetFailure | null;
  answer: SeenAnswer | null;
  reading: Reading | null;
  redirect: Redirect | null;
  /** Changes after a redirect. */
  baseUrl: string;
}

/** The place of the request among those of the check, from 1. */
export const numberOf = ({ probe }: Observation): number => Number(probe.id.slice(1));

/** Whether the request reached the shop's application. */
export const passed = (observation: Observation | null | undefined): boolean => observation?.reading?.meaning === "pass";

/** The connection closed without an answer. */
export const isClosedUnanswered = ({ failure }: Observation): boolean =>
  failure?.phase === "answer" && ["connection_reset", "no_answer", "answer_reset"].includes(failure.code);

export const isUnansweredInTime = ({ failure }: Observation): boolean =>
  failure?.phase === "answer" && failure.code === "response_timed_out";

/** A page for visitors or a redirect to one. */
export const isShopWindow = (home: Observation | null): home is Observation =>
  ["page", "pass", "redirect"].includes(home?.reading?.meaning ?? "");

/** Nothing answered over HTTP. */
export const isSilent = (observation: Observation): boolean => observation.failure !== null;

export const isSameRequest = (a: Observation, b: Observation): boolean =>
  a.question.source === b.question.source &&
  a.question.userAgent === b.question.userAgent &&
  a.question.credential === b.question.credential &&
  a.question.request.method === b.question.request.method &&
  a.question.request.body === b.question.request.body &&
  a.probe.path === b.probe.path &&
  a.baseUrl === b.baseUrl;
