import { WHO_FIXES, type WhoActs } from "@/lib/health/lane/fixer";
import type { LaneFacts, ShownState } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { describeNext, describeReason, type Phrase, phrase, type SentenceLane } from "@/lib/health/lane/sentence";
import { switchOffSchedule } from "@/lib/health/lane/throttle";
import { isPartlyBlocked, TONE_OF_STATE, type Tone } from "@/lib/health/lane/tone";
import type { SyncRun } from "@/lib/infra/prisma-client/client";

// Apart from the phrases that every page needs, since only the cards of lanes and the API need the whole sentence.

/** The parts of the active run that the sentence needs. */
export interface ActiveRun extends Pick<SyncRun, "requestedAt" | "startedAt" | "fetched" | "total"> {
  status: "queued" | "running";
}

/** The state of a lane in one pattern: what · since when · why · who acts · what comes next. */
export interface StateSentence {
  state: ShownState;
  tone: Tone;
  who: WhoActs;
  word: Phrase;
  what: Phrase;
  why: Phrase | null;
  /** Number of failed attempts and time of the last one, unless other parts say so. */
  attempts: Phrase | null;
  acts: Phrase;
  next: Phrase | null;
  /** From day 7 on: when the integration will be switched off. */
  warning: Phrase | null;
}

function shownState(lane: Pick<LaneFacts, "lane" | "state">, run: Pick<ActiveRun, "status"> | null): ShownState {
  if (!run || lane.lane !== "orders_in") return lane.state;
  return run.status === "queued" ? "queued" : "syncing";
}

function whoActs(lane: SentenceLane, state: ShownState): WhoActs {
  // The run will show its outcome in a moment.
  if (state === "queued" || state === "syncing") return "none";
  if (lane.reason.code === "causes_found") return WHO_FIXES[lane.reason.fixer];
  if (lane.state === "throttled" || lane.state === "maintenance") return "itself";
  return lane.state === "off" || lane.state === "action_needed" ? "you" : "none";
}

function attempts({ state, reason, failedAttempts: count, lastFailedAt: at }: SentenceLane): Phrase | null {
  if (at === null || count === 0 || state === "off" || state === "paused") return null;
  if (reason.code !== "failed" || (count > 1 && reason.times !== count)) return phrase("attempts.counted", { count, at });
  return count > 1 ? phrase("attempts.last", { at }) : null;
}

const laneKey = (lane: LaneName, key: string): string => `${key}.${lane}`;

/** The sentence for support staff, who act for the merchant: "you" and "our support" would name the wrong party. */
export const toStaff = (sentence: StateSentence): StateSentence =>
  sentence.who === "you" || sentence.who === "support" ? { ...sentence, acts: phrase(`acts_for_staff.${sentence.who}`) } : sentence;

/** The state sentence of a lane as message keys of `states` with values. Pure, so that list, page, mail and tests agree. */
export function describeState(lane: SentenceLane, run: ActiveRun | null, now: Date): StateSentence {
  const state = shownState(lane, run);
  const failing = lane.failingSince && state !== "off" && state !== "paused" ? switchOffSchedule(lane.failingSince, now) : null;
  const who = whoActs(lane, state);
  const base = {
    state,
    tone: isPartlyBlocked(lane) && state === "regular" ? "action_needed" : TONE_OF_STATE[state],
    who,
    word: phrase(`word.${state}`),
    acts: phrase(`acts.${who}`),
    warning: failing?.warnedDay ? phrase("warning.off_on", { off: failing.offAt }) : null,
    why: null,
    attempts: null,
    next: null,
  };
  if (run && state === "queued") return { ...base, what: phrase("what.queued", { since: run.requestedAt }) };
  if (run && state === "syncing") {
    const values = { since: run.startedAt ?? run.requestedAt, fetched: run.fetched, total: run.total ?? 0 };
    return { ...base, what: phrase(run.total === null || run.fetched > run.total ? "what.syncing_uncounted" : "what.syncing", values) };
  }
  const what =
    state === "regular" && isPartlyBlocked(lane)
      ? phrase("what.partial", { since: lane.since })
      : state === "regular" && lane.reason.code === "failed"
        ? phrase(laneKey(lane.lane, "what.regular_but_failed"), { at: lane.lastFailedAt ?? lane.since })
        : state === "regular" && lane.lastSuccessAt === null && lane.lane === "orders_in"
          ? phrase("what.not_yet_imported", { since: lane.since })
          : phrase(laneKey(lane.lane, `what.${state}`), { since: lane.since, success: lane.lastSuccessAt ?? lane.since });
  return { ...base, what, why: describeReason(lane), attempts: attempts(lane), next: describeNext(lane) };
}
