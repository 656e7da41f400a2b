import { isByRule } from "@/lib/check/causes";
import type { Findings } from "@/lib/check/probe/findings";
import { isSameRequest, isUnansweredInTime, type Observation, passed } from "@/lib/check/probe/observation";
import { INTERMITTENT_MS } from "@/lib/check/probe/plan/evidence/plan-repeats";
import { REFUSALS } from "@/lib/check/probe/plan/evidence/policy";
import type { Ledger } from "@/lib/check/probe/plan/ledger";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { type Plan, wait } from "@/lib/check/probe/plan/step";
import { isTooLate, isTrouble, mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";

// Overloaded servers refuse a share of all requests, which looks like a rule. A request that passes when repeated met no rule.

const ABOUT_CONTRASTS: ReadonlySet<Cause["code"]> = new Set(["ip_blocked", "user_agent_blocked", "method_blocked", "body_too_large"]);

function findIntermittent(observations: readonly Observation[], signature: string): { pass: Observation; fail: Observation } | null {
  for (const [index, fail] of observations.entries()) {
    if (passed(fail) || isTooLate(fail) || signatureOf(fail) !== signature) continue;
    const pass = observations.slice(index + 1).find((later) => passed(later) && isSameRequest(later, fail));
    if (pass) return { pass, fail };
  }
  return null;
}

function retractIntermittent(ledger: Ledger, { key, redirects }: Findings, observations: readonly Observation[]): boolean {
  const { matrix, time } = ledger;
  const refusals = [
    ...matrix.entries().map(({ observation }) => observation),
    ...[key.read, key.write].flatMap((one) => one ?? []),
    ...key.unkeyed.flatMap(({ keyed, plain }) => [keyed, ...(plain ? [plain] : [])]),
    ...[key.refusedName, redirects.refusedBefore, time.banned].flatMap((pair) => pair?.fail ?? []),
  ].filter((one) => !passed(one));
  const pairs = [...new Set(refusals.map(signatureOf))].flatMap((signature) => findIntermittent(observations, signature) ?? []);
  for (const { pass, fail } of pairs) {
    ledger.discredit(fail);
    if (isTrouble(fail) && !mayBeLimit(fail)) ledger.time.brokeDown ??= { pass, fail };
    else ledger.time.limited ??= { pass, fail };
  }
  return pairs.length > 0;
}

function countAlike({ methods, userAgents, addresses }: Cause, fail: Observation, observations: readonly Observation[]): number {
  const isListed = (list: readonly string[], value: string | null): boolean =>
    list.length === 0 || (value !== null && list.includes(value));
  return observations.filter(
    (one) =>
      !isTooLate(one) &&
      signatureOf(one) === signatureOf(fail) &&
      isListed(methods, one.probe.method) &&
      isListed(userAgents, one.probe.userAgent) &&
      isListed(addresses, one.probe.from),
  ).length;
}

function isRefusedInARow(fail: Observation, observations: readonly Observation[]): boolean {
  let [row, same] = [0, 0];
  for (const [index, one] of observations.entries()) {
    const before = observations[index - 1];
    row = signatureOf(one) === signatureOf(fail) && !isTooLate(one) ? row + 1 : 0;
    same = row > 1 && before && isSameRequest(one, before) ? same + 1 : Math.min(row, 1);
    if (row >= REFUSALS.inARow || same >= REFUSALS.ofOneRequestInARow) return true;
  }
  return false;
}

/** Repeats what was refused once or twice, after a pause that outlasts most limits. Returns whether anything was withdrawn. */
export function* probeUnconfirmed(cells: Cells, causes: readonly Cause[], findings: Findings): Plan<boolean> {
  const { ledger } = cells;
  const { observations } = cells.journal;
  for (const cause of causes) {
    const fail = observations.find(({ probe }) => probe.id === cause.evidence.fail);
    // Not worth ten seconds per timeout: an overloaded server refuses explicitly.
    if (!isByRule(cause.code) || !fail || isUnansweredInTime(fail) || fail.failure?.phase === "connect") continue;
    const isUnconfirmed = (): boolean => countAlike(cause, fail, observations) < REFUSALS.ofOneCause;
    const again = (one: Observation) => cells.send({ ...one.question, rule: "unconfirmed_refusal_again" });
    if (isUnconfirmed()) yield* wait(INTERMITTENT_MS);
    let last: Observation | null = fail;
    while (last && signatureOf(last) === signatureOf(fail) && (isUnconfirmed() || !isRefusedInARow(fail, observations)))
      last = yield* again(fail);
    // Intermittent: examined by the next phase.
    if (passed(last)) break;
    const pass = observations.find(({ probe }) => probe.id === cause.evidence.pass);
    // Checks whether the contrast still passes. For the root, cached-refusals.ts has done so.
    if (!pass || !ABOUT_CONTRASTS.has(cause.code) || ledger.time.countsByUrl || pass.question.subject === "root") continue;
    const later = yield* again(pass);
    if (!later || passed(later) || signatureOf(later) !== signatureOf(fail)) continue;
    if (yield* cells.still.verifyUnaskedPath(later)) ledger.time.countsByUrl = { pass, fail: later };
  }
  return ledger.withdrawCountedByUrl() || retractIntermittent(ledger, findings, observations);
}
