import { causeOfClosingPlugin, describePath, explainClosedApi, explainClosedPath } from "@/lib/check/diagnosis/closed-api";
import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { explainAddresses, explainUserAgents } from "@/lib/check/diagnosis/matrix-causes";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";
import { BROWSER_AGENT } from "@/lib/connectors/egress/browser-agent";

// The request got through: what does the application itself say, and can a program read it?

const DEFECTS: ReadonlySet<string> = new Set(["bom", "php_notice", "wrong_content_type", "truncated", "too_large", "bad_encoding"]);

function explainSaid(findings: Findings, root: Observation, resource: Observation | null): Cause[] {
  const evidence = { pass: null, fail: root };
  const said = root.reading?.api;
  const below = resource?.reading?.api;
  if (said?.says === "frozen" || below?.says === "frozen") return [makeCause("api_disabled", evidence, { reason: "shop_frozen" })];
  if (said?.says === "disabled") return [makeCause("api_disabled", evidence, { reason: "webservice_disabled", blocker: "prestashop" })];
  const hasNoOrders = below?.says === "no_route" && below.code === "rest_no_route";
  if (said?.says === "plugin_missing" && (!resource || hasNoOrders))
    return [makeCause("api_disabled", evidence, { reason: "plugin_missing" })];
  if (hasNoOrders) return [makeCause("api_disabled", { pass: null, fail: resource }, { reason: "plugin_missing" })];
  // Some plugins close WordPress' own routes alone: the shop's are what counts.
  if (below?.says === "closed_by_plugin" && resource) return [causeOfClosingPlugin(below, resource)];
  // WordPress shows its index to everybody: who refuses it and the orders in the same words has closed the API to strangers.
  const isAboutOrders = said?.code?.startsWith("woocommerce_");
  if (findings.platform === "woocommerce" && said?.says === "refusal" && !isAboutOrders && (!below || below.code === said.code))
    return [causeOfClosingPlugin(null, root)];
  if (findings.platform === "shopify" && said?.says === "no_route") return [makeCause("api_not_found", evidence, {})];
  return [];
}

function explainDefects(answers: readonly (Observation | null)[]): Cause[] {
  const broken = answers.find((answer) => answer?.reading?.reason && DEFECTS.has(answer.reading.reason));
  if (!broken?.reading) return [];
  return [makeCause("invalid_response", { pass: null, fail: broken }, { reason: broken.reading.reason, details: broken.reading.details })];
}

/** The root passes, the orders beside it do not: whom else do the contrasts on the same path let in? */
function explainVisitors(findings: Findings, refused: Cell): Cause[] {
  const { matrix, control, egress } = findings;
  const sources = control ? [...egress, control] : egress;
  const open =
    [...findings.agents, BROWSER_AGENT].map((userAgent) => ({ ...refused, userAgent })).find((cell) => matrix.passes(cell)) ??
    sources.map((source) => ({ ...refused, source })).find((cell) => matrix.passes(cell));
  return open ? [...explainAddresses(findings, open), ...explainUserAgents(findings, open)] : [];
}

/** Orders were read with the key: whatever strangers are told, the API is open to us. */
const isRead = ({ read }: Findings): boolean => passed(read) && read?.answer?.status === 200 && read.reading?.api?.says !== "bad_request";

/** A way through and the same way closed: two observations that differ in their path alone. */
const besideOf = (findings: Findings, { question }: Observation): Observation | null => {
  const { source, userAgent } = question;
  const { method } = question.request;
  const at = (subject: Cell["subject"]): Observation | null => findings.matrix.get({ subject, method, source, userAgent });
  return [at("resource"), at("root")].find(passed) ?? null;
};

/** A page about the request with the key is no answer to it; the API is there. */
function causeOfUnkeyed(findings: Findings, fail: Observation): Cause {
  const cause = explainClosedApi(findings, fail);
  return cause.code === "api_not_found" && fail.reading?.meaning === "page"
    ? makeCause("invalid_response", { pass: null, fail }, { reason: "html" })
    : cause;
}

/**
 * Requests with a key that the shop did not answer although others get through. The same one without the key passed: the key is what is refused,
 * or what the shop does for it goes wrong. It failed as well: then it is the path, and methods that are refused have causes of their own.
 */
function explainUnkeyed(findings: Findings): Cause[] {
  const { unkeyed, read, write, replaced, keys, isBehindKey } = findings;
  const causes = unkeyed.flatMap(({ keyed, plain }): Cause[] => {
    const isAnswered = passed(plain) || (plain !== null && replaced !== null && plain.answer?.status === 401);
    const fail = plain && !isAnswered ? plain : keyed;
    const beside = isBehindKey ? keyed : plain;
    const pass = isAnswered ? plain : beside && besideOf(findings, beside);
    if (keyed === write && !isAnswered && !pass) return [];
    const affects: Cause["affects"] = keyed === write ? ["tracking_out"] : isAnswered ? ["orders_in", "tracking_out"] : ["orders_in"];
    const told = causeOfUnkeyed(findings, fail);
    const cause = { ...(pass && !isAnswered ? describePath(told, fail) : told), affects };
    if (cause.code === "rate_limited" && findings.limited) return [];
    return [pass ? { ...cause, certainty: "proven", evidence: { pass: pass.probe.id, fail: fail.probe.id } } : cause];
  });
  // The shop answered, and by something that is neither orders nor a word about the key.
  const status = read?.answer?.status ?? 0;
  if (!read || !passed(read) || isRead(findings) || keys.length > 0 || causes.length > 0) return causes;
  return [makeCause(status >= 500 ? "server_error" : "invalid_response", { pass: null, fail: read }, { details: { status } })];
}

/** Orders are refused under a name under which the root passes; `known` are the causes found by other questions. */
export function explainRefusedName({ refusedName }: Findings, known: readonly Cause[]): Cause[] {
  if (!refusedName) return [];
  const isKnown = known.some(
    (cause) => cause.code === "user_agent_blocked" && cause.userAgents.includes(refusedName.fail.question.userAgent),
  );
  if (isKnown) return [];
  const { pass, fail, isElsewhere } = refusedName;
  const { source, userAgent } = fail.question;
  return [
    makeCause(
      "user_agent_blocked",
      { pass, fail },
      {
        userAgents: [userAgent],
        addresses: isElsewhere || source.address === null ? [] : [source.address],
        blocker: nameOfBlocker(fail),
        // The list of orders alone, or all that lies below it.
        ...(fail.question.subject === "orders" ? { affects: ["orders_in"] } : {}),
      },
    ),
  ];
}

export function explainApi(findings: Findings): Cause[] {
  const { matrix, working } = findings;
  if (!working) return [];
  const root = matrix.get(working);
  if (!root) return [];
  const entries = matrix.entries().filter(({ cell }) => cell.subject === "resource" && cell.method === "GET");
  const entry = entries.find(({ cell }) => cell.source === working.source) ?? entries[0];
  // Refused although the root passes for the same visitor.
  const refused = entries.find(({ cell, observation }) => !passed(observation) && !matrix.fails({ ...cell, subject: "root" }));
  const resource = entry?.observation ?? null;
  const said = isRead(findings) ? [] : explainSaid(findings, root, passed(resource) ? resource : null);
  if (said.length > 0) return said;
  const defects = explainDefects([root, resource, findings.canary?.sent ?? null, findings.read]);
  if (defects.length > 0) return defects;
  const visitors = refused ? explainVisitors(findings, refused.cell) : [];
  if (visitors.length > 0) return visitors;
  // Where a key has read orders, what all strangers are told instead is the server's own way of saying 401. Else: the API is there, its root
  // answered, and the two requests differ in their path alone.
  return refused && !isRead(findings) ? [explainClosedPath(findings, root, refused.observation)] : explainUnkeyed(findings);
}
