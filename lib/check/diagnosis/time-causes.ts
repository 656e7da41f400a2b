import { explainFailedRequest } from "@/lib/check/diagnosis/failed-request";
import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { retryAfterSeconds } from "@/lib/check/diagnosis/read-answer";
import { isExhaustedLimit } from "@/lib/check/diagnosis/refusal-facts";
import type { EvidencePair, Findings, Turns } from "@/lib/check/probe/findings";
import type { Cause } from "@/lib/check/result";

// Causes proven by the same request at two times: it passed at one and failed at the other.

/** An address whose rate limit was exhausted before the check began, while another address passes. */
function findExhaustedLimit({ matrix, egress, working }: Findings): EvidencePair | null {
  if (!working) return null;
  for (const source of egress) {
    const fail = matrix.get({ ...working, source });
    if (fail && isExhaustedLimit(fail)) return { pass: matrix.get(working), fail };
  }
  return null;
}

/** One of several servers fails. Imports repeat failed requests, so no lane is blocked if any request passes. */
function causeOfOneServer(findings: Findings, { pass, fail, passed, failed, server }: Turns): Cause {
  const details = { passed, failed, status: fail.answer?.status ?? 0, ...(server === null ? {} : { server }) };
  return makeCause("server_error", { pass, fail }, { reason: "one_of_several", details, ...(findings.working ? { affects: [] } : {}) });
}

function explainLimit(findings: Findings): Cause[] {
  const { working, time } = findings;
  const { countsByUrl, limited } = time;
  const limit = countsByUrl ?? limited ?? findExhaustedLimit(findings);
  if (!limit) return [];
  // Only another User-Agent passes: then it is no limit, whatever the status.
  if (limit.pass === null && working !== null && working.userAgent !== limit.fail.question.userAgent) return [];
  // Only another address passes: a list of addresses, unless the limit says when it ends.
  if (limit.pass === null && working !== null && working.source !== limit.fail.question.source && !isExhaustedLimit(limit.fail)) return [];
  const seconds = limit.fail.answer ? retryAfterSeconds(limit.fail.answer) : null;
  return [
    makeCause("rate_limited", limit, {
      blocker: nameOfBlocker(limit.fail),
      ...(working ? { affects: [] } : {}),
      reason: countsByUrl ? "counts_by_url" : null,
      details: seconds === null ? {} : { retryAfterSeconds: seconds },
    }),
  ];
}

export function explainTime(findings: Findings): Cause[] {
  const { banned, brokeDown, turns } = findings.time;
  const causes: Cause[] = turns ? [causeOfOneServer(findings, turns)] : [];
  causes.push(...explainLimit(findings));
  if (banned) {
    const { address } = banned.fail.question.source;
    const addresses = address === null ? [] : [address];
    causes.push(makeCause("banned_during_test", banned, { addresses, blocker: nameOfBlocker(banned.fail) }));
  }
  if (brokeDown) {
    const evidence = { pass: brokeDown.pass?.probe.id ?? null, fail: brokeDown.fail.probe.id };
    causes.push({ ...explainFailedRequest(findings, brokeDown.fail), certainty: "proven", evidence });
  }
  return causes;
}
