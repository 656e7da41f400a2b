import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { type RefusedMethod, readRefusedMethods } from "@/lib/check/diagnosis/refused-methods";
import { type Findings, isLikeCoreRules, isPlainRefusal } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { LaneName } from "@/lib/health/lane/lane-name";

/** The lanes that need a method: those that a connector writes by. Refusing any other method is a warning. */
const LANES_BY_METHOD: Readonly<Record<ShopSystem, Readonly<Record<string, readonly LaneName[]>>>> = {
  woocommerce: { POST: ["tracking_out"] },
  magento: { POST: ["tracking_out"] },
  prestashop: { POST: ["tracking_out"], PATCH: ["tracking_out"] },
  shopify: { POST: ["orders_in", "tracking_out"] },
};

/** PrestaShop's connector repeats an answered refusal of PATCH by POST; silence and resets stop it. */
const lanesStoppedBy = (shopSystem: ShopSystem, { method, fail }: RefusedMethod): readonly LaneName[] =>
  shopSystem === "prestashop" && method === "PATCH" && fail.answer !== null ? [] : (LANES_BY_METHOD[shopSystem][method] ?? []);

/** The OWASP rules also refuse a GET with a body. If none was sent, Apache's page for PATCH and DELETE is probably theirs, nginx's its own. */
function whoRefuses(
  findings: Findings,
  methods: readonly string[],
  refusal: Observation,
): { blocker: string | null; reason: "rule_unknown" | null } {
  const named = nameOfBlocker(refusal);
  if (!isPlainRefusal(refusal)) return { blocker: named, reason: null };
  const { bodied, put } = findings.ruleQuestions ?? { bodied: null, put: null };
  const isAlike =
    bodied !== null && isPlainRefusal(bodied) && bodied.answer?.status === refusal.answer?.status && nameOfBlocker(bodied) === named;
  if (isAlike) return { blocker: "modsecurity", reason: null };
  if (passed(bodied) || passed(put) || !isLikeCoreRules(methods)) return { blocker: named, reason: null };
  return { blocker: named === "apache" ? "modsecurity" : named, reason: "rule_unknown" };
}

/** Two servers that both sign their refusals follow two rules; unsigned refusals join the first group. */
function groupByBlocker(refused: readonly RefusedMethod[]): RefusedMethod[][] {
  const byBlocker = Map.groupBy(refused, ({ fail }) => nameOfBlocker(fail));
  const unsigned = byBlocker.get(null) ?? [];
  byBlocker.delete(null);
  const [first = [], ...others] = byBlocker.values();
  const order = (one: RefusedMethod): number => refused.indexOf(one);
  return [[...first, ...unsigned].sort((a, b) => order(a) - order(b)), ...others];
}

/** A limit on bodies refuses every request with one, however small the limit is: a method that a rule refuses has another one beside it. */
const isBodyLimit = ({ matrix }: Findings, refused: readonly RefusedMethod[]): boolean =>
  refused.every(({ fail }) => fail.answer?.status === 413 && fail.question.request.body !== null) &&
  ["POST", "PATCH"].every((method) => refused.some((one) => one.method === method)) &&
  !matrix.entries().some(({ observation }) => observation.question.request.body !== null && passed(observation));

function causeOfMethods(findings: Findings, refused: readonly RefusedMethod[]): Cause[] {
  const first = refused.find(({ pass }) => pass !== null) ?? refused[0];
  if (!first) return [];
  const methods = refused.map(({ method }) => method);
  const affects = [...new Set(refused.flatMap((one) => lanesStoppedBy(findings.shopSystem, one)))];
  const evidence = { pass: first.pass, fail: first.fail };
  const { userAgents, addresses } = first;
  if (isBodyLimit(findings, refused))
    return [makeCause("body_too_large", evidence, { methods, affects, blocker: nameOfBlocker(first.fail) })];
  const facts = { methods, userAgents, addresses, affects, ...whoRefuses(findings, methods, first.fail) };
  if (!refused.every(({ fail }) => fail.reading?.meaning === "redirect")) return [makeCause("method_blocked", evidence, facts)];
  // A client that follows such a redirect repeats the request by GET.
  const details = { location: first.fail.redirect?.location ?? "", host: first.fail.redirect?.target?.host ?? "" };
  return [makeCause("method_blocked", evidence, { ...facts, reason: "method_lost", details })];
}

/** One cause per set of visitors and per blocker, if GET passes. */
export function explainMethods(findings: Findings): Cause[] {
  if (!findings.matrix.select({ subject: "resource", method: "GET" }).some(({ observation }) => passed(observation))) return [];
  const groups = Map.groupBy(readRefusedMethods(findings), ({ userAgents, addresses }) => JSON.stringify([userAgents, addresses]));
  return [...groups.values()].flatMap(groupByBlocker).flatMap((refused) => causeOfMethods(findings, refused));
}
