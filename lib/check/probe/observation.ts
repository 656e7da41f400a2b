import type { Reading } from "@/lib/check/diagnosis/read-answer";
import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Probe } from "@/lib/check/result";
import type { NetFailure } from "@/lib/connectors/net/failures";
import type { Redirect } from "@/lib/connectors/net/redirect";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Where a request comes from. `address` is null for the system's own choice. */
export interface Source {
  kind: "egress" | "control" | "default";
  address: string | null;
}

/** The thing asked for (`record`: what tracking is written to), as far as two requests can be compared; `question` holds everything else that differs. */
export type Subject = "root" | "resource" | "orders" | "record" | "home" | "other";

export interface Question {
  rule: AskRule;
  subject: Subject;
  request: ProbeRequest;
  userAgent: string;
  source: Source;
  /** Whether the path lies below the address that was given, or below the root of its host. */
  below: "base" | "host";
  /** What the Authorization header carries; `none` for the whole matrix. */
  credential: "none" | "dummy" | "key" | "signature";
}

/** One question with all that came back: the public probe, and what only the diagnosis needs. */
export interface Observation {
  question: Question;
  probe: Probe;
  failure: NetFailure | null;
  answer: SeenAnswer | null;
  /** Null when nothing answered. */
  reading: Reading | null;
  redirect: Redirect | null;
  /** The shop's base address that was asked: it changes when a redirect is followed. */
  baseUrl: string;
}

/** Whether the request got through to the shop's application, whatever it said there. */
export const passed = (observation: Observation | null | undefined): boolean => observation?.reading?.meaning === "pass";

/** The request was received, and the connection closed without an answer. */
export const isClosedUnanswered = ({ failure }: Observation): boolean =>
  failure?.phase === "answer" && ["connection_reset", "no_answer", "answer_reset"].includes(failure.code);

/** The request was received, and neither an answer nor an end came in time. */
export const isUnansweredInTime = ({ failure }: Observation): boolean =>
  failure?.phase === "answer" && failure.code === "response_timed_out";

/** The shop shows something to visitors, or sends them where it does. */
export const isShopWindow = (home: Observation | null): home is Observation =>
  ["page", "pass", "redirect"].includes(home?.reading?.meaning ?? "");

/** Whether nothing that speaks HTTP answered. */
export const isSilent = (observation: Observation): boolean => observation.failure !== null;
