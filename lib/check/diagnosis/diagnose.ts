import { explainApi, explainRefusedName } from "@/lib/check/diagnosis/api-causes";
import { causeOfFailure, explainClosedApi, explainClosedPath } from "@/lib/check/diagnosis/closed-api";
import { isFront, readServer } from "@/lib/check/diagnosis/fingerprints";
import { makeCause, nameOfBlocker, serverOf } from "@/lib/check/diagnosis/make-cause";
import {
  explainAddresses,
  explainMethods,
  explainRefusedBefore,
  explainUserAgents,
  isUsedUpLimit,
} from "@/lib/check/diagnosis/matrix-causes";
import { retryAfterSeconds } from "@/lib/check/diagnosis/read-answer";
import type { EvidencePair, Findings, Turns } from "@/lib/check/probe/findings";
import { isShopWindow, type Observation } from "@/lib/check/probe/observation";
import { type Cause, type CheckResult, LAYERS, type Verdict } from "@/lib/check/result";
import { netFailure } from "@/lib/connectors/net/failures";

/** The failing request that says most: one that was answered before one that was not. */
function pickRefusal(findings: Findings): Observation | null {
  const { matrix, egress, agents } = findings;
  const refusals = egress.flatMap((source) => matrix.get({ subject: "root", method: "GET", userAgent: agents[0], source }) ?? []);
  return refusals.find((refusal) => refusal.answer) ?? refusals[0] ?? null;
}

/** One of our addresses has used its limit up before we came, while another one passes. */
function findUsedUpLimit({ matrix, egress, working }: Findings): EvidencePair | null {
  if (!working) return null;
  for (const source of egress) {
    const fail = matrix.get({ ...working, source });
    if (fail && isUsedUpLimit(fail)) return { pass: matrix.get(working), fail };
  }
  return null;
}

/** Whether a request gets through is chance: imports repeat what failed, so nothing is stopped where anything got through. */
function explainTurns({ working }: Findings, { pass, fail, passed, failed, server }: Turns): Cause {
  return makeCause(
    "server_error",
    { pass, fail },
    {
      reason: "one_of_several",
      ...(working ? { affects: [] } : {}),
      details: { passed, failed, status: fail.answer?.status ?? 0, ...(server === null ? {} : { server }) },
    },
  );
}

function explainTime(findings: Findings): Cause[] {
  const causes: Cause[] = [];
  const { banned, brokeDown, working, turns, countsByUrl } = findings;
  if (turns) causes.push(explainTurns(findings, turns));
  const limited = countsByUrl ?? findings.limited ?? findUsedUpLimit(findings);
  // Another name passes where ours never does: that is no limit, whatever the status says.
  const isAboutName = limited?.pass === null && working !== null && working.userAgent !== limited.fail.question.userAgent;
  if (limited && !isAboutName) {
    const seconds = limited.fail.answer ? retryAfterSeconds(limited.fail.answer) : null;
    causes.push(
      makeCause("rate_limited", limited, {
        blocker: nameOfBlocker(limited.fail),
        ...(working ? { affects: [] } : {}),
        reason: countsByUrl ? "counts_by_url" : null,
        details: seconds === null ? {} : { retryAfterSeconds: seconds },
      }),
    );
  }
  if (banned) {
    const address = banned.fail.question.source.address;
    causes.push(
      makeCause("banned_during_test", banned, { addresses: address === null ? [] : [address], blocker: nameOfBlocker(banned.fail) }),
    );
  }
  if (brokeDown) {
    const evidence = { pass: brokeDown.pass?.probe.id ?? null, fail: brokeDown.fail.probe.id };
    causes.push({ ...explainClosedApi(findings, brokeDown.fail), certainty: "proven", evidence });
  }
  return causes;
}

/** What an open shop window proves: that it is the path. */
const CLOSED_BY_PATH: ReadonlySet<Cause["code"]> = new Set(["access_denied", "response_timed_out"]);

/** By the same visitor in the same words, but for the path: a page for people is asked for in others. */
const isAskedAlike = (one: Observation, other: Observation): boolean =>
  one.question.source === other.question.source &&
  one.question.userAgent === other.question.userAgent &&
  JSON.stringify(one.question.request.headers) === JSON.stringify(other.question.request.headers);

function explainClosed(findings: Findings): Cause[] {
  const { redirectLoop, deadRedirect } = findings;
  if (deadRedirect) {
    const { observation, failure } = deadRedirect;
    if (failure.code !== "target_not_allowed") return [causeOfFailure(failure, observation)];
    const details = { location: observation.redirect?.location ?? "" };
    return [makeCause("target_not_allowed", { pass: null, fail: observation }, { reason: "redirect_not_allowed", details })];
  }
  if (redirectLoop) {
    return [
      makeCause("redirect_loop", { pass: null, fail: redirectLoop }, { details: { location: redirectLoop.redirect?.location ?? "" } }),
    ];
  }
  const refusal = pickRefusal(findings);
  // Nothing was asked to its end: whoever started the check ended it.
  if (!refusal) return [causeOfFailure(netFailure("aborted", "answer"), null)];
  const { homePage } = findings;
  const beside = isShopWindow(homePage) && isAskedAlike(homePage, refusal) ? explainClosedPath(findings, homePage, refusal) : null;
  const cause = beside && CLOSED_BY_PATH.has(beside.code) ? beside : explainClosedApi(findings, refusal);
  return findings.limited && cause.code === "rate_limited" ? [] : [cause];
}

const byLayer = (a: Cause, b: Cause): number => LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer);

/** From what the experiment found to causes, lowest layer first. Pure. A cause that follows from another one is not listed. */
export function diagnose(findings: Findings): Cause[] {
  const { working } = findings;
  // Nobody got in before it was seen that the same request passes at times: nothing else is proven.
  if (!working) return findings.turns ? explainTime(findings) : [...explainTime(findings), ...explainClosed(findings)].sort(byLayer);
  const refused = findings.matrix.isOpen
    ? []
    : [...explainAddresses(findings, working), ...explainUserAgents(findings, working), ...explainMethods(findings)];
  const causes = [...refused, ...explainTime(findings), ...explainApi(findings)];
  causes.push(...explainRefusedName(findings, causes));
  causes.push(...explainRefusedBefore(findings, causes));
  if (findings.cached)
    causes.push(makeCause("cached_response", findings.cached, { blocker: serverOf(findings.cached.fail), affects: ["orders_in"] }));
  for (const key of findings.keys) {
    // An API that is switched off, or a header that is lost, explains every key that does not work.
    if (causes.some((cause) => cause.code === key.code || cause.code === "api_disabled")) continue;
    causes.push(makeCause(key.code, key.evidence, { reason: key.reason, details: key.details, affects: key.lanes }));
  }
  return causes.sort(byLayer);
}

/** Causes that slow the platform down or may pass, but leave orders readable. */
const PASSING = new Set<Cause["code"]>(["rate_limited", "banned_during_test"]);

/** The first verdict that fits, in the order of check.md. `answered`: a published address of ours got an HTTP answer. */
export function decideVerdict(causes: readonly Cause[], answered: boolean, hasWorking: boolean): Verdict {
  if (causes.some((cause) => cause.code === "target_not_allowed")) return "refused";
  if (!answered) return "unreachable";
  if (!hasWorking || causes.some((cause) => !PASSING.has(cause.code) && cause.affects.includes("orders_in"))) return "blocked";
  return causes.length > 0 ? "degraded" : "healthy";
}

type NamedServer = NonNullable<ReturnType<typeof readServer>>;

const tell = (server: NamedServer): CheckResult["server"] => ({
  ...server,
  evidence: [`server: ${[server.software, server.version].filter(Boolean).join("/")}`],
});

/** The web server that the answers name: by a Server header, by a page of its own, and only then the front that stands before it. */
export function findServer(observations: readonly Observation[]): CheckResult["server"] {
  let front: NamedServer | null = null;
  for (const { answer } of observations) {
    const named = answer && readServer(answer);
    if (named && !isFront(named.software)) return tell(named);
    front ??= named;
  }
  const sign = observations.find((observation) => observation.reading?.sign?.sign === "page")?.reading?.sign;
  if (sign?.software) return { software: sign.software, version: null, evidence: [sign.evidence] };
  return front ? tell(front) : { software: null, version: null, evidence: [] };
}
