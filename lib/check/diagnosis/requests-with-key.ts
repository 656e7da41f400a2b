import type { CauseCode } from "@/lib/check/causes";
import { describePath, explainFailedRequest } from "@/lib/check/diagnosis/failed-request";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";

/** Orders were read with the key: the API is open to us, whatever requests without a key get. */
export const hasReadOrders = ({ key: { read } }: Findings): boolean =>
  passed(read) && read?.answer?.status === 200 && read.reading?.api?.says !== "bad_request";

function passOnOtherPath({ matrix }: Findings, { question }: Observation): Observation | null {
  const { source, userAgent } = question;
  const { method } = question.request;
  const at = (subject: Cell["subject"]): Observation | null => matrix.get({ subject, method, source, userAgent });
  return [at("resource"), at("root")].find(passed) ?? null;
}

/** The API is known to exist, so a page instead means that something replaces its answer. */
function explainFailure(findings: Findings, fail: Observation): Cause {
  const cause = explainFailedRequest(findings, fail);
  return cause.code === "api_not_found" && fail.reading?.meaning === "page"
    ? makeCause("invalid_response", { pass: null, fail }, { reason: "html" })
    : cause;
}

/** Causes that may hold for requests with a key alone. */
const STOPPED: ReadonlySet<CauseCode> = new Set(["access_denied", "bot_challenge"]);

/** Requests with a key that did not reach the shop: if the same one without it passed, the key is refused, else the path. */
export function explainRequestsWithKey(findings: Findings): Cause[] {
  const { unkeyed, read, write, found, isBehindKey } = findings.key;
  const { substitutedPage } = findings.server;
  const causes = unkeyed.flatMap(({ keyed, plain }): Cause[] => {
    const isAnswered = passed(plain) || (plain !== null && substitutedPage !== null && plain.answer?.status === 401);
    const fail = plain && !isAnswered ? plain : keyed;
    const comparable = isBehindKey ? keyed : plain;
    const pass = isAnswered ? plain : comparable && passOnOtherPath(findings, comparable);
    if (keyed === write && !isAnswered && !pass) return [];
    // The same request passed before: its URL was asked too often.
    if (findings.time.countsByUrl && pass?.probe.path === fail.probe.path) return [];
    const affects: Cause["affects"] = keyed === write ? ["tracking_out"] : isAnswered ? ["orders_in", "tracking_out"] : ["orders_in"];
    const failure = explainFailure(findings, fail);
    const isWriteAlone = keyed === write && passed(read);
    const ofMethod = isWriteAlone ? { method: keyed.probe.method } : {};
    const explained =
      isAnswered && STOPPED.has(failure.code)
        ? { ...failure, reason: "only_with_key", details: { ...failure.details, ...ofMethod } }
        : failure;
    const cause = { ...(pass && !isAnswered ? describePath(explained, fail) : explained), affects };
    if (cause.code === "rate_limited" && findings.time.limited) return [];
    return [pass ? { ...cause, certainty: "proven", evidence: { pass: pass.probe.id, fail: fail.probe.id } } : cause];
  });
  if (!read || !passed(read) || hasReadOrders(findings) || found.length > 0 || causes.length > 0) return causes;
  // The shop answered with neither orders nor an error about the key.
  const status = read.answer?.status ?? 0;
  return [makeCause(status >= 500 ? "server_error" : "invalid_response", { pass: null, fail: read }, { details: { status } })];
}
