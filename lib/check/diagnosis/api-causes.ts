import { causeOfClosingPlugin, explainRefusedPath } from "@/lib/check/diagnosis/failed-request";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import { explainAddresses } from "@/lib/check/diagnosis/refused-addresses";
import { explainUserAgents } from "@/lib/check/diagnosis/refused-user-agents";
import { explainRequestsWithKey, hasReadOrders } from "@/lib/check/diagnosis/requests-with-key";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";
import { BROWSER_AGENT } from "@/lib/connectors/egress/user-agents";

// For requests that reached the application: what it answered, and whether a program can read that.

const DEFECTS: ReadonlySet<string> = new Set(["bom", "php_notice", "wrong_content_type", "truncated", "too_large", "bad_encoding"]);

function explainClosedApi(findings: Findings, root: Observation, resource: Observation | null): Cause[] {
  const { shopSystem } = findings;
  const evidence = { pass: null, fail: root };
  const ofRoot = root.reading?.api;
  const ofResource = resource?.reading?.api;
  if (ofRoot?.says === "frozen" || ofResource?.says === "frozen") return [makeCause("api_disabled", evidence, { reason: "shop_frozen" })];
  if (ofRoot?.says === "disabled") return [makeCause("api_disabled", evidence, { reason: "webservice_disabled", blocker: "prestashop" })];
  const hasNoOrders = ofResource?.says === "no_route" && ofResource.code === "rest_no_route";
  if (ofRoot?.says === "plugin_missing" && (!resource || hasNoOrders))
    return [makeCause("api_disabled", evidence, { reason: "plugin_missing" })];
  // The index lists what WooCommerce registered, so something took its routes away again.
  if (hasNoOrders && ofRoot?.says === "index")
    return [makeCause("api_disabled", { pass: root, fail: resource }, { reason: "closed_by_plugin" })];
  if (hasNoOrders) return [makeCause("api_disabled", { pass: null, fail: resource }, { reason: "plugin_missing" })];
  // Some plugins close only WordPress' own routes, so the shop's routes decide.
  if (ofResource?.says === "closed_by_plugin" && resource) return [causeOfClosingPlugin(findings, ofResource, resource)];
  // WordPress shows its index to everyone, so the same refusal for index and orders means that a plugin closed the API to guests.
  const isAboutOrders = ofRoot?.code?.startsWith("woocommerce_");
  if (shopSystem === "woocommerce" && ofRoot?.says === "refusal" && !isAboutOrders && (!ofResource || ofResource.code === ofRoot.code))
    return [causeOfClosingPlugin(findings, null, root)];
  if (shopSystem === "shopify" && ofRoot?.says === "no_route") return [makeCause("api_not_found", evidence, {})];
  return [];
}

function explainDefects(answers: readonly (Observation | null)[]): Cause[] {
  const broken = answers.find((answer) => answer?.reading?.reason && DEFECTS.has(answer.reading.reason));
  if (!broken?.reading) return [];
  return [makeCause("invalid_response", { pass: null, fail: broken }, { reason: broken.reading.reason, details: broken.reading.details })];
}

/** The root passes and the resource does not: another User-Agent or address that gets the resource proves which of them is refused. */
function explainVisitors(findings: Findings, refused: Cell): Cause[] {
  const { matrix, control, egress, agents } = findings;
  const sources = control ? [...egress, control] : egress;
  const open =
    [...agents, BROWSER_AGENT].map((userAgent) => ({ ...refused, userAgent })).find((cell) => matrix.passes(cell)) ??
    sources.map((source) => ({ ...refused, source })).find((cell) => matrix.passes(cell));
  if (open) return [...explainAddresses(findings, open), ...explainUserAgents(findings, open)];
  // Two rules may refuse every visitor that differs in one thing.
  const opposite = matrix.select({ subject: "resource", method: "GET" }).find(({ observation }) => passed(observation));
  return opposite ? explainUserAgents(findings, opposite.cell) : [];
}

export function explainApi(findings: Findings): Cause[] {
  const { matrix, working, key } = findings;
  const root = working && matrix.get(working);
  if (!root) return [];
  const entries = matrix.select({ subject: "resource", method: "GET" });
  const entry = entries.find(({ cell }) => cell.source === working.source) ?? entries[0];
  const refused = entries.find(({ cell, observation }) => !passed(observation) && !matrix.fails({ ...cell, subject: "root" }));
  const resource = entry?.observation ?? null;
  const isRead = hasReadOrders(findings);
  const closed = isRead ? [] : explainClosedApi(findings, root, passed(resource) ? resource : null);
  if (closed.length > 0) return closed;
  const defects = explainDefects([root, resource, key.dummyCredential?.sent ?? null, key.read]);
  if (defects.length > 0) return defects;
  const visitors = refused ? explainVisitors(findings, refused.cell) : [];
  if (visitors.length > 0) return visitors;
  // If orders were read with a key, a refusal without one is the server's own 401. Otherwise the pair differs only in its path.
  if (!refused || isRead) return explainRequestsWithKey(findings);
  const beside = matrix.get({ ...refused.cell, subject: "root" });
  return [explainRefusedPath(findings, beside && passed(beside) ? beside : root, refused.observation)];
}
