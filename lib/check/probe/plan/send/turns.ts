import type { Evidence } from "@/lib/check/probe/findings";
import { isClosedUnanswered, isSameRequest, isUnansweredInTime, type Observation, passed } from "@/lib/check/probe/observation";
import { isRegular } from "@/lib/check/probe/plan/evidence/faults";
import { TO_CONFIRM } from "@/lib/check/probe/plan/send/requests";
import type { Sender } from "@/lib/check/probe/plan/send/send";
import type { Plan } from "@/lib/check/probe/plan/step";
import { isTooLate, isTransient, isTrouble, mayBeLimit } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";
import type { ResolvedAddress } from "@/lib/connectors/net/resolve";

// Several servers behind one name, by DNS or behind a proxy: a refusal by one of them proves no rule.

/** A limit refuses all of these; alternating servers do not. */
const REQUESTS_IN_TURNS = 6;
/** The turns, and what ends them. */
export const RESERVED_FOR_TURNS = REQUESTS_IN_TURNS + 2;
/** This many equal outcomes need no further request. */
const SAME_OUTCOMES_IN_TURNS = 5;
const MAX_SERVERS = 4;
/** No rate limit resets this soon. */
const SOONER_THAN_A_LIMIT_MS = 150;
const CHANGES_OF_TURNS = 2;
const REFUSED_FOR_EACH_PASS = 2;

/** Excludes announced limits, timeouts and failed connections, which are temporary faults. */
const mayTakeTurns = (refusal: Observation): boolean =>
  !passed(refusal) &&
  !isTooLate(refusal) &&
  !isUnansweredInTime(refusal) &&
  refusal.failure?.phase !== "connect" &&
  refusal.reading?.meaning !== "rate_limited" &&
  refusal.reading?.meaning !== "redirect";

const mayBeMoment = (fail: Observation): boolean => isTransient(fail) || fail.reading?.meaning === "page";

const isLetInBehind = (fail: Observation, observations: readonly Observation[]): boolean =>
  mayTakeTurns(fail) && observations.slice(observations.indexOf(fail) + 1).some((later) => passed(later) && isSameRequest(later, fail));

function countChanges(observations: readonly Observation[]): number {
  const fails = observations.filter((one) => isLetInBehind(one, observations));
  const isMoment = (fail: Observation): boolean => mayBeMoment(fail) && !passed(observations[observations.indexOf(fail) - 1]);
  return fails.filter((fail) => !isMoment(fail)).length;
}

export const isIntermittent = (observations: readonly Observation[]): boolean => countChanges(observations) >= CHANGES_OF_TURNS;

/** A refusal that passed later, repeated trouble, or the evidence of a ban. */
function findChange({ time: { banned, brokeDown, countsByUrl } }: Evidence, observations: readonly Observation[]): Observation | null {
  const ends = [banned, brokeDown, countsByUrl].flatMap((pair) => pair?.fail ?? []);
  const [end] = ends.filter(mayTakeTurns);
  const isMoment = !isIntermittent(observations);
  return observations.findLast((one) => isLetInBehind(one, observations) && !(isMoment && mayBeMoment(one))) ?? end ?? null;
}

/** A limit also refuses the requests right after a refusal, but for one that is due by chance; an alternating server passes more of them. */
const isLikeTurns = (row: readonly Observation[], fail: Observation): boolean => {
  const mayBeCounted = !isTrouble(fail) || mayBeLimit(fail) || isClosedUnanswered(fail);
  const isSoon = (one: Observation, before: Observation): boolean =>
    Date.parse(one.probe.at) - Date.parse(before.probe.at) < SOONER_THAN_A_LIMIT_MS;
  const next = row.flatMap((one, index) => {
    const before = row[index - 1];
    return before && !passed(before) ? { isPass: passed(one), isSoon: isSoon(one, before) } : [];
  });
  const passes = next.filter(({ isPass, isSoon }) => isPass && isSoon).length;
  const isLetInBehind = passes > 0 && REFUSED_FOR_EACH_PASS * passes >= next.filter(({ isPass }) => !isPass).length;
  return !mayBeCounted || isLetInBehind;
};

export function* probeInTurns(sender: Sender): Plan<boolean> {
  const { evidence, journal } = sender;
  const fail = findChange(evidence, journal.observations);
  if (!fail || evidence.time.turns) return false;
  const row: Observation[] = [];
  const { pauseMs } = journal;
  journal.askInARow();
  while (row.length < REQUESTS_IN_TURNS && !(row.length >= SAME_OUTCOMES_IN_TURNS && new Set(row.map(passed)).size === 1)) {
    const seen = yield* sender.send({ ...fail.question, rule: "servers_in_turns" }, TO_CONFIRM);
    if (!seen) break;
    row.push(seen);
  }
  journal.pauseMs = pauseMs;
  const isBoth = row.some(passed) && row.some((one) => !passed(one));
  // On a busy machine no request is soon after another, but a limit does not count to the same number each time.
  if (!isBoth || !(isLikeTurns(row, fail) || isRegular(journal.observations))) return false;
  noteTurns(sender, row.find(passed) ?? null, row.findLast((one) => !passed(one)) ?? fail, null);
  return true;
}

/** If the name has several addresses: whether they answer the failed request differently. */
export function* probeEachServer(sender: Sender, causes: readonly Cause[]): Plan<boolean> {
  const { journal } = sender;
  const fail = causes
    .flatMap(({ evidence }) => journal.observations.find(({ probe }) => probe.id === evidence.fail) ?? [])
    .find((one) => !passed(one));
  if (!fail) return false;
  const { source } = fail.question;
  const isReachable = ({ address, family }: ResolvedAddress): boolean =>
    address !== fail.probe.to && (source.address === null || source.address.includes(":") === (family === 6));
  const others = journal.base.resolution.addresses.filter(isReachable).slice(0, MAX_SERVERS - 1);
  for (const to of others) {
    const seen = yield* sender.send({ ...fail.question, rule: "each_server" }, { ...TO_CONFIRM, to });
    if (!seen || !passed(seen)) continue;
    noteTurns(sender, seen, fail, fail.probe.to);
    return true;
  }
  return false;
}

function noteTurns({ ledger, journal }: Sender, pass: Observation | null, fail: Observation, server: string | null): void {
  const same = journal.observations.filter((one) => isSameRequest(one, fail));
  ledger.noteTurns({ pass, fail, passed: same.filter(passed).length, failed: same.filter((one) => !passed(one)).length, server });
}
