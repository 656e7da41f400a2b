import { hasTrait } from "@/lib/check/causes";
import { causeOfFailure } from "@/lib/check/diagnosis/failure-causes";
import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { causeOfMissingApi } from "@/lib/check/diagnosis/missing-api";
import { explainOtherSystem } from "@/lib/check/diagnosis/other-system";
import { causeOfRedirect } from "@/lib/check/diagnosis/redirect-causes";
import type { Findings } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation } from "@/lib/check/probe/observation";
import { withoutNumber } from "@/lib/check/probe/order-number";
import type { Cause } from "@/lib/check/result";
import type { ApiAnswer } from "@/lib/connectors/shop-probes";
import { closingPlugin } from "@/lib/connectors/woocommerce/probes";

/** A plugin that stops a request without a status of its own, or in words that are known, closes the API. */
const isClosedByPlugin = (api: ApiAnswer, { answer }: Observation): boolean =>
  api.says === "closed_by_plugin" || (api.says === "stopped" && (answer?.status === 500 || closingPlugin(api) !== null));

/** A plugin closed the API, usually only to guests, as which it also treats an unknown key. */
export function causeOfClosingPlugin(
  { key, refusedWithKey }: Pick<Findings, "key" | "refusedWithKey">,
  api: ApiAnswer | null,
  fail: Observation,
): Cause {
  const plugin = api === null ? (fail.reading?.sign?.software ?? null) : closingPlugin(api);
  const known = plugin === "wordpress" ? null : plugin;
  const isGuest = key.read === null;
  const details = { ...(known === null ? {} : { plugin: known }), ...(isGuest ? { visitor: refusedWithKey ? "keyed" : "guest" } : {}) };
  const facts = { reason: "closed_by_plugin", blocker: known, details } as const;
  return makeCause(isGuest ? "closed_to_visitors" : "api_disabled", { pass: null, fail }, facts);
}

export const describePath = (cause: Cause, fail: Observation): Cause =>
  hasTrait(cause.code, "one_path") ? { ...cause, details: { ...cause.details, path: withoutNumber(fail.probe.path) } } : cause;

export function explainRefusedPath(findings: Findings, pass: Observation, fail: Observation): Cause {
  const evidence = { pass, fail };
  // The server answers other paths but closes this connection: a rule does that.
  if (isClosedUnanswered(fail)) return describePath(makeCause("access_denied", evidence), fail);
  // The API's root answered, so a page instead of orders does not mean that the API is missing.
  if (fail.reading?.meaning === "page" && pass.reading?.api) return makeCause("invalid_response", evidence, { reason: "html" });
  const cause = explainFailedRequest(findings, fail);
  return describePath({ ...cause, certainty: "proven", evidence: { pass: pass.probe.id, fail: fail.probe.id } }, fail);
}

export function explainFailedRequest(findings: Findings, observation: Observation): Cause {
  const { failure, reading, redirect } = observation;
  if (failure || !reading) return causeOfFailure(failure ?? { code: "no_answer", phase: "answer", details: {} }, observation);
  const evidence = { pass: null, fail: observation };
  const facts = { reason: reading.reason, details: reading.details };
  const blocker = nameOfBlocker(observation);
  const other = explainOtherSystem(findings, observation);
  if (other) return other;
  switch (reading.meaning) {
    case "challenge":
      return makeCause("bot_challenge", evidence, { blocker });
    case "blocked":
      if (reading.reason === "closed_by_plugin") return causeOfClosingPlugin(findings, null, observation);
      if (reading.api && isClosedByPlugin(reading.api, observation)) return causeOfClosingPlugin(findings, reading.api, observation);
      return makeCause("access_denied", evidence, { blocker });
    case "rate_limited":
      return makeCause("rate_limited", evidence, { ...facts, blocker });
    case "wall":
      return makeCause("password_protected", evidence, { ...facts, blocker });
    case "maintenance":
      return makeCause("maintenance_mode", evidence, facts);
    case "server_error":
      return makeCause("server_error", evidence, { ...facts, details: { status: observation.answer?.status ?? 0, ...facts.details } });
    case "unfinished":
      return makeCause("response_timed_out", evidence, facts);
    case "tls_refused":
      return makeCause("tls_handshake_failed", evidence, facts);
    case "redirect":
      return reading.reason !== "plain_http" && (redirect?.kind === "path_changed" || redirect?.kind === "same_address")
        ? causeOfMissingApi(findings, observation)
        : causeOfRedirect(observation);
    case "not_found":
    case "page":
    case "invalid":
    case "pass":
      return causeOfMissingApi(findings, observation);
  }
}
