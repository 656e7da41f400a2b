import type { Findings } from "@/lib/check/probe/findings";
import { isClosedUnanswered, isUnansweredInTime, type Observation, passed } from "@/lib/check/probe/observation";
import type { Questions } from "@/lib/check/probe/plan/questions";
import { isSameRequest, retractAlike } from "@/lib/check/probe/plan/retract";
import { type Plan, probe, probeFresh } from "@/lib/check/probe/plan/step";
import { isTooLate, isTransient, isTrouble, mayBeLimit } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";
import type { ResolvedAddress } from "@/lib/connectors/net/resolve";

// Several servers stand behind one name, by its addresses or by a proxy that takes them in turn, and one of them is different. What it refuses is
// about no User-Agent, address or method.

/** The same question so often, without pauses: a limit refuses all of them, and servers that take turns each answer. */
const IN_A_ROW = 6;
/** Where no more are left, they are kept for that. */
export const ENOUGH_FOR_TURNS = IN_A_ROW + 2;
/** After so many outcomes alike, with none of the other kind, more of them show nothing new. */
const ENOUGH_ALIKE = 5;
const MAX_SERVERS = 4;
/** What is let in so soon behind a refusal was refused by no limit that a check meets. */
const SOON_MS = 150;
/** Changes until they are examined more closely. */
const ENOUGH_CHANGES = 2;

/** A limit that says so, a silence and a connection that came to nothing are about the moment. */
const mayTakeTurns = (refusal: Observation): boolean =>
  !passed(refusal) &&
  !isTooLate(refusal) &&
  !isUnansweredInTime(refusal) &&
  refusal.failure?.phase !== "connect" &&
  refusal.reading?.meaning !== "rate_limited" &&
  refusal.reading?.meaning !== "redirect";

/** Over in a moment, mostly: trouble, and a page in the place of the answer. */
const mayBeMoment = (fail: Observation): boolean => isTransient(fail) || fail.reading?.meaning === "page";

/** Refused, and later let in unchanged. */
const isLetInBehind = (fail: Observation, observations: readonly Observation[]): boolean =>
  mayTakeTurns(fail) && observations.slice(observations.indexOf(fail) + 1).some((later) => passed(later) && isSameRequest(later, fail));

/** How often trouble began, or else how often something was refused and later let in. */
function countChanges(observations: readonly Observation[]): number {
  const fails = observations.filter((one) => isLetInBehind(one, observations));
  const isMoment = (fail: Observation): boolean => mayBeMoment(fail) && !passed(observations[observations.indexOf(fail) - 1]);
  return fails.filter((fail) => !isMoment(fail)).length;
}

/** So often that it is no mere moment. */
export const isIntermittent = (observations: readonly Observation[]): boolean => countChanges(observations) >= ENOUGH_CHANGES;

/** What changed without a reason: an explicit refusal that was let in later, repeated trouble, or the evidence of a ban. */
function findChange({ time: { banned, brokeDown, countsByUrl } }: Findings, observations: readonly Observation[]): Observation | null {
  const ends = [banned, brokeDown, countsByUrl].flatMap((pair) => pair?.fail ?? []);
  const [end] = ends.filter(mayTakeTurns);
  const isMoment = !isIntermittent(observations);
  return observations.findLast((one) => isLetInBehind(one, observations) && !(isMoment && mayBeMoment(one))) ?? end ?? null;
}

/** Behind a limit, what was refused once is refused in the next moment as well; trouble has no such order. */
const isLikeTurns = (row: readonly Observation[], fail: Observation): boolean => {
  const mayBeCounted = !isTrouble(fail) || mayBeLimit(fail) || isClosedUnanswered(fail);
  const isSoon = (one: Observation, before: Observation): boolean => Date.parse(one.probe.at) - Date.parse(before.probe.at) < SOON_MS;
  const isLetInBehind = row.some((one, index) => {
    const before = row[index - 1];
    return passed(one) && before !== undefined && !passed(before) && isSoon(one, before);
  });
  return row.some(passed) && row.some((one) => !passed(one)) && (!mayBeCounted || isLetInBehind);
};

/** Returns whether servers take turns: the same question, unchanged, several times in a row. */
export function* askInTurns({ findings, journal }: Questions): Plan<boolean> {
  const fail = findChange(findings, journal.observations);
  if (!fail || findings.time.turns) return false;
  const row: Observation[] = [];
  const { pauseMs } = journal;
  journal.askInARow();
  while (row.length < IN_A_ROW && !(row.length >= ENOUGH_ALIKE && new Set(row.map(passed)).size === 1)) {
    const seen = yield* probeFresh({ ...fail.question, rule: "servers_in_turns" });
    if (!seen) break;
    row.push(seen);
  }
  journal.pauseMs = pauseMs;
  if (!isLikeTurns(row, fail)) return false;
  noteTurns(findings, journal, row.find(passed) ?? null, row.findLast((one) => !passed(one)) ?? fail, null);
  return true;
}

/** The name has several addresses: returns whether they answer the failed question differently. */
export function* askEachServer({ findings, journal }: Questions, causes: readonly Cause[]): Plan<boolean> {
  const fail = causes
    .flatMap(({ evidence }) => journal.observations.find(({ probe }) => probe.id === evidence.fail) ?? [])
    .find((one) => !passed(one));
  if (!fail) return false;
  const { source } = fail.question;
  const isReachable = ({ address, family }: ResolvedAddress): boolean =>
    address !== fail.probe.to && (source.address === null || source.address.includes(":") === (family === 6));
  const others = journal.base.resolution.addresses.filter(isReachable).slice(0, MAX_SERVERS - 1);
  for (const to of others) {
    const seen = yield* probe({ ...fail.question, rule: "each_server" }, { fresh: true, to });
    if (!seen || !passed(seen)) continue;
    noteTurns(findings, journal, seen, fail, fail.probe.to);
    return true;
  }
  return false;
}

/** Whatever was refused in the same way says nothing about whom or what. */
function noteTurns(
  findings: Findings,
  { observations }: Questions["journal"],
  pass: Observation | null,
  fail: Observation,
  server: string | null,
): void {
  const { key, time } = findings;
  const same = observations.filter((one) => isSameRequest(one, fail));
  time.countsByUrl = null;
  time.turns = { pass, fail, passed: same.filter(passed).length, failed: same.filter((one) => !passed(one)).length, server };
  const isAlike = retractAlike(findings, fail);
  for (const pair of ["brokeDown", "limited"] as const) if (isAlike(time[pair]?.fail)) time[pair] = null;
  for (const seen of ["read", "write"] as const) if (isAlike(key[seen])) key[seen] = null;
  key.found = key.found.filter(({ evidence }) => !isAlike(evidence.fail));
}
