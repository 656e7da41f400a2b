import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { explainOtherSystem } from "@/lib/check/diagnosis/other-system";
import type { Reading } from "@/lib/check/diagnosis/read-answer";
import type { Findings } from "@/lib/check/probe/findings";
import { isClosedUnanswered, type Observation } from "@/lib/check/probe/observation";
import { withoutNumber } from "@/lib/check/probe/order-number";
import type { Cause, CauseCode } from "@/lib/check/result";
import { detectFromPage } from "@/lib/connectors/detect";
import { type NetFailure, type NetFailureCode, netFailure } from "@/lib/connectors/net/failures";
import type { ApiAnswer } from "@/lib/connectors/shop-probes";
import { closingPlugin, hasPlainPermalinks } from "@/lib/connectors/woocommerce/probes";

// Nothing got through, whatever was changed: the cause is what the failing request itself says.

const BY_FAILURE: Readonly<Record<NetFailureCode, readonly [CauseCode, string | null]>> = {
  target_not_allowed: ["target_not_allowed", "private_address"],
  dns_not_found: ["dns_not_found", null],
  dns_failure: ["dns_failure", null],
  dns_timed_out: ["dns_failure", "dns_timed_out"],
  no_common_family: ["dns_failure", "no_common_family"],
  local_address_unusable: ["connection_refused", null],
  network_unreachable: ["connection_refused", null],
  connection_refused: ["connection_refused", null],
  connection_timed_out: ["connection_timed_out", null],
  connection_reset: ["connection_reset", null],
  tls_expired: ["tls_expired", null],
  tls_not_yet_valid: ["tls_expired", "not_yet_valid"],
  tls_name_mismatch: ["tls_name_mismatch", null],
  tls_self_signed: ["tls_untrusted", "self_signed"],
  tls_unknown_issuer: ["tls_untrusted", "unknown_issuer"],
  tls_incomplete_chain: ["tls_incomplete_chain", null],
  tls_plain_http: ["tls_handshake_failed", "plain_http"],
  tls_protocol_version: ["tls_handshake_failed", "protocol_version"],
  tls_client_certificate: ["tls_handshake_failed", "client_certificate"],
  tls_handshake_failed: ["tls_handshake_failed", null],
  tls_timed_out: ["tls_handshake_failed", null],
  no_answer: ["connection_reset", null],
  answer_reset: ["connection_reset", null],
  response_timed_out: ["response_timed_out", null],
  malformed_answer: ["invalid_response", null],
  head_too_large: ["invalid_response", "too_large"],
  aborted: ["response_timed_out", null],
};

/** Without a route to IPv6 a machine cannot reach a shop that has nothing else, and nobody refused anything. */
const isFamilyGap = (failure: NetFailure, observation: Observation | null): boolean =>
  failure.code === "network_unreachable" && (observation?.probe.to?.includes(":") ?? false);

export function causeOfFailure(failure: NetFailure, observation: Observation | null): Cause {
  if (isFamilyGap(failure, observation)) return causeOfFailure(netFailure("no_common_family", "dns", { missing: "IPv4" }), observation);
  const [code, reason] = BY_FAILURE[failure.code];
  return makeCause(code, { pass: null, fail: observation }, { reason, details: failure.details });
}

/** The shop's address at another host, where the redirect keeps the path that was asked for or leads to the root; null for any other page. */
function addressBehind({ question, redirect }: Observation): string | null {
  if (!redirect?.target || redirect.kind !== "other_site") return null;
  const asked = (question.request.path.split("?")[0] ?? "").replace(/\/+$/, "");
  const { origin, basePath } = redirect.target;
  if (basePath.endsWith(asked)) return origin + basePath.slice(0, basePath.length - asked.length);
  return basePath === "" ? origin : null;
}

function causeOfRedirect(observation: Observation, reading: Reading): Cause {
  const { redirect } = observation;
  const evidence = { pass: null, fail: observation };
  if (reading.reason === "plain_http") return makeCause("api_not_found", evidence, { reason: "other_path" });
  if (!redirect || redirect.kind === "unreadable") return makeCause("invalid_response", evidence, { reason: null });
  const address = addressBehind(observation);
  const details = { location: redirect.location, host: redirect.target?.host ?? "", ...(address === null ? {} : { address }) };
  if (redirect.kind === "forbidden") return makeCause("target_not_allowed", evidence, { reason: "redirect_not_allowed", details });
  const reasons = { other_site: null, downgrade: "scheme_downgrade", path_changed: "path_lost", same_address: "path_lost" } as const;
  return makeCause("redirected_to_other_host", evidence, { reason: reasons[redirect.kind], details });
}

/** Visitors of this very site are asked to sign in first. */
const leadsToLogin = ({ redirect }: Observation): boolean =>
  redirect?.kind === "path_changed" &&
  /\/(?:wp-login\.php|log-?in|sign-?in|anmelden|anmeldung|connexion|inloggen)\b/i.test(redirect.target?.pathAndQuery ?? "");

/** The last part of the path is that of a page about maintenance: visitors of this very site are led to it from everywhere. */
export const leadsToMaintenance = ({ redirect }: Pick<Observation, "redirect">): boolean =>
  redirect?.kind === "path_changed" &&
  /maintenance|\bmaint\b|wartung|onderhoud|mantenimiento|manutenzione|coming-?soon/i.test(
    redirect.target?.pathAndQuery.split("?")[0]?.split("/").findLast(Boolean) ?? "",
  );

/** A proxy has no pages of a shop: what it says about an address, it says instead of handing the request on. */
export const isRefusalOfProxy = ({ reading }: Pick<Observation, "reading">): boolean =>
  reading?.meaning === "not_found" && reading.sign?.sign === "page" && reading.sign.software === "haproxy";

export const pathOf = ({ probe }: Observation): string => withoutNumber(probe.path);

function causeOfMissingApi(findings: Findings, observation: Observation, reading: Reading): Cause {
  const evidence = { pass: null, fail: observation };
  const { place, otherPlatform } = findings;
  if (place)
    return makeCause(
      "api_not_found",
      { pass: place.observation, fail: observation },
      { reason: place.reason, details: { path: place.path } },
    );
  if (otherPlatform) {
    return makeCause(
      "wrong_platform",
      { pass: otherPlatform.observation, fail: observation },
      {
        details: { found: otherPlatform.platform, expected: findings.platform },
      },
    );
  }
  const pages = [observation, findings.homePage];
  if (findings.platform === "woocommerce" && pages.some((page) => page?.answer && hasPlainPermalinks(page.answer))) {
    return makeCause("api_not_found", evidence, { reason: "plain_permalinks" });
  }
  if (reading.meaning === "invalid") return makeCause("invalid_response", evidence, { reason: reading.reason, details: reading.details });
  if (reading.meaning === "redirect" && leadsToLogin(observation))
    return makeCause("password_protected", evidence, {
      reason: "login_page",
      details: { location: observation.redirect?.location ?? "" },
    });
  if (reading.meaning === "redirect" && leadsToMaintenance(observation))
    return makeCause("maintenance_mode", evidence, {
      reason: "maintenance_announced",
      details: { location: observation.redirect?.location ?? "" },
    });
  if (reading.meaning === "redirect") return causeOfRedirect(observation, reading);
  // The right shop system is there, and something gives its API a page with status 200 instead of an answer.
  const home = findings.homePage?.answer ? detectFromPage(findings.homePage.answer) : null;
  if (reading.meaning === "page" && home?.platform === findings.platform)
    return makeCause("invalid_response", evidence, { reason: "html" });
  if (isRefusalOfProxy(observation)) return makeCause("access_denied", evidence, { blocker: nameOfBlocker(observation) });
  // The web server itself says "not found" beside a page of the shop: it does not hand the API's addresses to the shop.
  const isServersOwn = reading.meaning === "not_found" && reading.sign?.sign === "page" && home?.platform === findings.platform;
  return makeCause("api_not_found", evidence, { reason: isServersOwn ? "rewrite_missing" : null });
}

/** A plugin that stops everybody without a word about why (500) has closed the API, and most of them to guests alone. */
export function causeOfClosingPlugin(api: ApiAnswer | null, fail: Observation): Cause {
  const plugin = api === null ? null : closingPlugin(api);
  const known = plugin === "wordpress" ? null : plugin;
  return makeCause(
    "api_disabled",
    { pass: null, fail },
    { reason: "closed_by_plugin", blocker: known, details: known === null ? {} : { plugin: known } },
  );
}

/** Causes that are told with the path where another one is open. */
const ABOUT_PATH: ReadonlySet<CauseCode> = new Set(["access_denied", "response_timed_out"]);

export const describePath = (cause: Cause, fail: Observation): Cause =>
  ABOUT_PATH.has(cause.code) ? { ...cause, details: { ...cause.details, path: pathOf(fail) } } : cause;

/** The cause behind a request that failed, where the same one to another path passed. */
export function explainClosedPath(findings: Findings, pass: Observation, fail: Observation): Cause {
  const evidence = { pass, fail };
  // Closed in place of an answer, while the server answers: that is somebody's rule.
  if (isClosedUnanswered(fail)) return describePath(makeCause("access_denied", evidence), fail);
  // A page in the place of orders, where the API itself answered: it is there.
  if (fail.reading?.meaning === "page" && pass.reading?.api) return makeCause("invalid_response", evidence, { reason: "html" });
  const cause = explainClosedApi(findings, fail);
  return describePath({ ...cause, certainty: "proven", evidence: { pass: pass.probe.id, fail: fail.probe.id } }, fail);
}

/** The cause behind a request that failed and that no contrast explains. */
export function explainClosedApi(findings: Findings, observation: Observation): Cause {
  const { failure, reading } = observation;
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
      if (reading.api?.says === "closed_by_plugin" || (reading.api?.says === "stopped" && observation.answer?.status === 500))
        return causeOfClosingPlugin(reading.api, observation);
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
      return reading.reason === "plain_http" ||
        !observation.redirect ||
        (observation.redirect.kind !== "path_changed" && observation.redirect.kind !== "same_address")
        ? causeOfRedirect(observation, reading)
        : causeOfMissingApi(findings, observation, reading);
    case "not_found":
    case "page":
    case "invalid":
    case "pass":
      return causeOfMissingApi(findings, observation, reading);
  }
}
