import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Question } from "@/lib/check/probe/observation";
import type { ProbeOptions } from "@/lib/check/probe/plan/step";
import type { Visitor } from "@/lib/check/probe/visitor";
import { getRequest, type ProbeRequest } from "@/lib/connectors/shop-probes";

/** Harmless methods first, for firewalls that count refusals. */
export const METHODS = ["POST", "OPTIONS", "PATCH", "DELETE"] as const;

/** As browsers request it. */
export const HOME_PAGE: ProbeRequest = { ...getRequest("/"), headers: [["Accept", "text/html,*/*;q=0.8"]] };

/** A request outside the matrix, without a key. */
export const outsideMatrix = (
  rule: AskRule,
  request: ProbeRequest,
  { source, userAgent }: Visitor,
  below: Question["below"],
  subject: Question["subject"] = "other",
): Question => ({ rule, subject, request, userAgent, source, below, credential: "none" });

export interface SendOptions extends ProbeOptions {
  evenIfStopped?: boolean;
}

/** On a new connection, and even if the check has stopped since the request that it confirms. */
export const TO_CONFIRM: SendOptions = { fresh: true, evenIfStopped: true };
