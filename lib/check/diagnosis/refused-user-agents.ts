import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { passesWithOwnUserAgent } from "@/lib/check/diagnosis/refusal-facts";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed, type Source } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";

/** A refused User-Agent. `addresses` is empty when every address is refused with it; the listed ones pass with another User-Agent. */
interface RefusedUserAgent {
  userAgent: string;
  addresses: readonly string[];
  pass: Observation | null;
  fail: Observation;
}

function readUserAgent(findings: Findings, anchor: Cell, userAgent: string): RefusedUserAgent | null {
  const { matrix, agents, egress, beside } = findings;
  const sources = egress.includes(anchor.source) ? egress : [anchor.source, ...egress];
  const at = (source: Source): Cell => ({ ...anchor, source, userAgent });
  const isOpen = (source: Source): boolean =>
    matrix.passes({ ...anchor, source }) || passesWithOwnUserAgent(findings, { ...anchor, source });
  const refusing = sources.filter((source) => matrix.fails(at(source)) && isOpen(source));
  const [source] = refusing;
  const fail = source && matrix.get(at(source));
  if (!source || !fail) return null;
  // Some shops have two root paths, and a pair must use the same one.
  const others = [anchor.userAgent, ...agents];
  const pairs = (["root", "resource"] as const).flatMap((subject) => {
    const refusal = matrix.get({ ...at(source), subject });
    const passing = others.map((other) => matrix.get({ ...at(source), subject, userAgent: other }));
    const neighbour = (refusal && beside.get(refusal)) ?? null;
    const alike = [neighbour, ...passing].find((one) => passed(one) && one?.probe.path === refusal?.probe.path);
    return refusal && alike && !passed(refusal) ? [{ pass: alike, fail: refusal }] : [];
  });
  const isEverywhere = !sources.some((other) => matrix.passes(at(other)));
  // Without a pair from this address, the same request from another address proves it.
  const elsewhere = sources
    .map((other) => matrix.get(at(other)))
    .find((one) => passed(one) && one?.probe.path === fail.probe.path && one?.probe.userAgent === fail.probe.userAgent);
  if (pairs.length === 0 && elsewhere) pairs.push({ pass: elsewhere, fail });
  return {
    userAgent,
    addresses: isEverywhere ? [] : refusing.flatMap(({ address }) => address ?? []),
    ...(pairs[0] ?? { pass: others.flatMap((other) => matrix.get({ ...at(source), userAgent: other }) ?? []).find(passed) ?? null, fail }),
  };
}

/** One `user_agent_blocked` per set of addresses that refuse User-Agents. */
export function explainUserAgents(findings: Findings, anchor: Cell): Cause[] {
  const refused = findings.agents.flatMap((userAgent) => readUserAgent(findings, anchor, userAgent) ?? []);
  const groups = Map.groupBy(refused, ({ addresses }) => addresses.join());
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { pass, fail, addresses } = first;
    const userAgents = group.map(({ userAgent }) => userAgent);
    return [makeCause("user_agent_blocked", { pass, fail }, { userAgents, addresses, blocker: nameOfBlocker(fail) })];
  });
}

/** The API's root passes with this User-Agent, orders do not. Empty when a cause in `known` already names it. */
export function explainRefusedOrders({ key: { refusedName } }: Findings, known: readonly Cause[]): Cause[] {
  if (!refusedName) return [];
  const { pass, fail, isElsewhere } = refusedName;
  const { source, userAgent, subject } = fail.question;
  if (known.some((cause) => cause.code === "user_agent_blocked" && cause.userAgents.includes(userAgent))) return [];
  const addresses = isElsewhere || source.address === null ? [] : [source.address];
  const facts = { userAgents: [userAgent], addresses, blocker: nameOfBlocker(fail) };
  // Other subjects represent everything below the API's root, including tracking.
  return [makeCause("user_agent_blocked", { pass, fail }, subject === "orders" ? { ...facts, affects: ["orders_in"] } : facts)];
}
