import { hasTrait } from "@/lib/check/causes";
import { explainFailedRequest, explainRefusedPath } from "@/lib/check/diagnosis/failed-request";
import { causeOfFailure } from "@/lib/check/diagnosis/failure-causes";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import type { Findings } from "@/lib/check/probe/findings";
import { isShopWindow, type Observation } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";
import { netFailure } from "@/lib/connectors/net/failures";

/** The most informative failing request: an answered one before a silent one. */
function pickRefusal({ matrix, egress, agents }: Findings): Observation | null {
  const refusals = egress.flatMap((source) => matrix.get({ subject: "root", method: "GET", userAgent: agents[0], source }) ?? []);
  return refusals.find((refusal) => refusal.answer) ?? refusals[0] ?? null;
}

/** Two requests that differ only in their path; a page for browsers usually differs in its headers too. */
const differsInPathAlone = (one: Observation, other: Observation): boolean =>
  one.question.source === other.question.source &&
  one.question.userAgent === other.question.userAgent &&
  JSON.stringify(one.question.request.headers) === JSON.stringify(other.question.request.headers);

export function explainUnreachable(findings: Findings): Cause[] {
  const { lost } = findings.redirects;
  if (lost?.is === "dead") {
    const { observation, failure } = lost;
    if (failure.code !== "target_not_allowed") return [causeOfFailure(failure, observation)];
    const details = { location: observation.redirect?.location ?? "" };
    return [makeCause("target_not_allowed", { pass: null, fail: observation }, { reason: "redirect_not_allowed", details })];
  }
  if (lost) {
    const details = { location: lost.observation.redirect?.location ?? "" };
    return [makeCause("redirect_loop", { pass: null, fail: lost.observation }, { details })];
  }
  const refusal = pickRefusal(findings);
  // The check was aborted before its first request ended.
  if (!refusal) return [causeOfFailure(netFailure("aborted", "answer"), null)];
  const { homePage } = findings.location;
  const isPair = isShopWindow(homePage) && differsInPathAlone(homePage, refusal);
  const byPath = isPair ? explainRefusedPath(findings, homePage, refusal) : null;
  const cause = byPath && hasTrait(byPath.code, "one_path") ? byPath : explainFailedRequest(findings, refusal);
  return findings.time.limited && cause.code === "rate_limited" ? [] : [cause];
}
