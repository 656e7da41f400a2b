import { afterWorkingDays } from "@/lib/base/working-days";
import { type Fixer, WHO_FIXES, type WhoActs } from "@/lib/health/lane/fixer";
import type { LaneReason } from "@/lib/health/lane/lane";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import { describeNext, describeReason, type Phrase, type SentenceLane } from "@/lib/health/lane/sentence";
import type { Tone } from "@/lib/health/lane/tone";
import { isAboutKey } from "@/lib/health/probe-visible-causes";
import { type Effect, effectOf, needsAction, openCauses } from "@/lib/incidents/effects";
import type { Asked, IncidentCause } from "@/lib/incidents/incident";
import type { ToldIncident } from "@/lib/incidents/incident-view";

/** What is known of a shop besides its incident. */
export interface ShopFacts {
  hasCredentials: boolean;
  lanes: Readonly<Record<LaneName, SentenceLane>>;
  /** Parcels whose tracking number was not sent to the shop. */
  parcels: number;
  /** Estimated orders since the last import; null without an estimate. */
  missedOrders: number | null;
  /** The newest check found blocked methods that this shop system also accepts as POST. */
  canUsePost: boolean;
  /** Codes of causes that a report for the hosting provider can show. */
  hostCauses: readonly string[];
  /** Set while shops of several merchants fail together for a reason that none of them can mend. */
  shared?: SharedOutage | null;
}

interface SharedOutage {
  shops: number;
  since: Date;
  /** Whether we have asked the host for all of them. */
  isAsked: boolean;
  /** Whether they are all at this shop's host. */
  isAtHost: boolean;
}

/** For whom it is told. `canAct`: false for a member who may only read. */
export type Viewer = { kind: "member"; canAct: boolean } | { kind: "staff" } | { kind: "host" } | { kind: "program" };

export const STORY_STATES = [
  ...(["healthy", "down", "partial", "delayed", "quiet"] as const),
  ...(["maintenance", "paused", "off", "not_connected"] as const),
] as const;
type StoryState = (typeof STORY_STATES)[number];

export const STEPS = [
  ...(["connect", "replace_key", "use_post", "show_fix", "share_with_host"] as const),
  ...(["remind_host", "read_answer", "test_again", "refresh", "resume", "ask_support"] as const),
] as const;
export type StepAction = (typeof STEPS)[number];

/** What every page, message and program says about a shop, as messages of the namespace `states`. */
export interface Story {
  state: StoryState;
  tone: Tone;
  /** The direction that the headline is about. */
  lane: LaneName;
  headline: Phrase;
  effect: Phrase | null;
  cause: Phrase | null;
  responsibility: Phrase | null;
  whoActs: WhoActs;
  /** What to do now; null if nothing is to be done, or the viewer may not. */
  step: { act: StepAction; label: Phrase } | null;
  byItself: Phrase | null;
  since: Date;
}

interface Trouble {
  lane: LaneName;
  effect: Effect;
  /** The cause to act on first; null if only a failure is known. */
  cause: IncidentCause | null;
  reason: LaneReason;
}

type Situation =
  | { state: Exclude<StoryState, "down" | "partial" | "delayed">; lane: LaneName; since: Date }
  | ({ state: "down" | "partial" | "delayed"; since: Date } & Trouble);

/** So long the hosting provider is given before the merchant may remind them. */
const REMIND_AFTER_WORKING_DAYS = 2;

const phrase = (key: string, values: Phrase["values"] = {}): Phrase => ({ key, values });

const SEVERITY = ["delayed", "partial", "down"] as const;

/** What someone must act on comes before what recovers by itself, as in `needsAction`. */
const urgencyOf = ({ effect, cause }: Trouble): number =>
  SEVERITY.indexOf(effect.kind) + (effect.kind === "down" || (cause && cause.fixer !== "itself") ? SEVERITY.length : 0);

/** The most urgent direction of an incident, order import first. */
export function findTrouble(incident: Pick<ToldIncident, "lanes" | "causes">): Trouble | null {
  const troubled = LANES.flatMap((lane): Trouble[] => {
    const effect = effectOf(incident, lane);
    if (!effect) return [];
    const own = openCauses(incident).filter(({ lanes }) => lanes.includes(lane));
    const cause = own.find(({ fixer }) => fixer !== "itself") ?? own[0] ?? null;
    return [{ lane, effect, cause, reason: incident.lanes[lane]?.reason ?? { code: "none" } }];
  });
  return troubled.sort((a, b) => urgencyOf(b) - urgencyOf(a))[0] ?? null;
}

const latest = (one: Date, other: Date | null | undefined): Date => (other && other > one ? other : one);

/** What it did to one direction. */
const narrow = (incident: ToldIncident, only: LaneName): ToldIncident => ({
  ...incident,
  lanes: { orders_in: null, tracking_out: null, [only]: incident.lanes[only] },
  // A cause of both would tell the other direction, too.
  causes: incident.causes.flatMap((cause) => (cause.lanes.includes(only) ? [{ ...cause, lanes: [only] }] : [])),
});

function situate({ hasCredentials, lanes }: ShopFacts, incident: ToldIncident | null, only: LaneName | null): Situation {
  const lane = only ?? "orders_in";
  const first = lanes[lane];
  const announced = (only ? [only] : LANES).find((name) => lanes[name].reason.code === "window_announced");
  if (!hasCredentials) return { state: "not_connected", lane, since: first.since };
  if (first.state === "paused") return { state: "paused", lane, since: first.since };
  if (announced) return { state: "maintenance", lane: announced, since: lanes[announced].since };
  if (first.state === "off") return { state: "off", lane, since: first.since };
  const trouble = incident && incident.closedAt === null ? findTrouble(incident) : null;
  if (trouble) return { state: trouble.effect.kind, since: trouble.effect.since, ...trouble };
  if (incident?.quietSince && !incident.closedAt) return { state: "quiet", lane, since: incident.quietSince };
  return { state: "healthy", lane, since: latest(first.since, incident?.quietSince ?? incident?.closedAt) };
}

const isTrouble = (situation: Situation): situation is Extract<Situation, Trouble> => "effect" in situation;

function fixerOf({ cause, effect, reason }: Trouble): Fixer {
  if (cause) return cause.fixer;
  if (reason.code === "causes_found") return reason.fixer;
  return effect.kind === "down" ? "merchant" : "itself";
}

const NEEDS_NOTHING: readonly StoryState[] = ["healthy", "quiet"];

const TONES: Readonly<Record<StoryState, Tone>> = {
  healthy: "healthy",
  quiet: "healthy",
  partial: "recovering",
  delayed: "recovering",
  maintenance: "recovering",
  down: "action_needed",
  not_connected: "action_needed",
  paused: "idle",
  off: "idle",
};

/** The rule by which members are notified of an incident. */
const toneOf = (situation: Situation, incident: ToldIncident | null): Tone =>
  isTrouble(situation) && incident && needsAction(incident) ? "action_needed" : TONES[situation.state];

const HEADLINES: Readonly<Record<StoryState, string>> = {
  healthy: "what.regular",
  quiet: "what.quiet",
  delayed: "what.throttled",
  partial: "what.partial",
  down: "what.action_needed",
  maintenance: "what.maintenance",
  paused: "what.paused",
  off: "what.off",
  not_connected: "what.not_connected",
};
const SPLIT_BY_LANE: ReadonlySet<StoryState> = new Set(["healthy", "delayed", "down", "maintenance", "paused", "off"]);

function effectIn({ parcels, missedOrders }: ShopFacts, situation: Situation): Phrase | null {
  if (!isTrouble(situation)) return null;
  const { lane, effect } = situation;
  if (effect.kind === "partial") return phrase(`effect.partial.${lane}`);
  if (lane === "tracking_out") return phrase("effect.parcels", { count: parcels });
  return missedOrders ? phrase("effect.orders", { count: missedOrders }) : null;
}

function causeIn(situation: Situation, { lanes }: ShopFacts): Phrase | null {
  if (situation.state === "not_connected") return phrase("why.no_credentials");
  if (!isTrouble(situation)) return NEEDS_NOTHING.includes(situation.state) ? null : describeReason(lanes[situation.lane]);
  const { lane, cause, reason } = situation;
  if (!cause) return describeReason({ lane, reason });
  const { code, blocker, checkId, fixer, scope } = cause;
  return describeReason({ lane, reason: { code: "causes_found", cause: code, checkId, others: 0, blocker, fixer, ...scope } });
}

/** The host's question or refusal that no one has answered yet. */
export const openAnswer = ({ answer, testedAt, passedAt }: Asked): Asked["answer"] =>
  answer && answer.kind !== "fixed" && !answer.repliedAt && !passedAt && (testedAt === null || testedAt < answer.at) ? answer : null;

/** What the hosting provider was asked and did. Only who was asked is said to have been. */
export function describeAsked(asked: Asked): Phrase {
  if (asked.passedAt) return phrase("asked.passed", { at: asked.passedAt });
  const answer = openAnswer(asked);
  if (answer) return phrase(`asked.${answer.kind}`, { at: answer.at });
  if (asked.testedAt) return phrase("asked.tested", { at: asked.testedAt });
  return phrase(`asked.${asked.how}`, { to: asked.to ?? "", at: asked.at, opened: asked.opened });
}

function responsibilityIn(situation: Situation, asked: Asked | null, viewer: Viewer): Phrase | null {
  if (viewer.kind === "host" || NEEDS_NOTHING.includes(situation.state)) return null;
  const forStaff = viewer.kind === "staff" ? "acts_for_staff" : "acts";
  if (!isTrouble(situation)) return situation.state === "maintenance" ? phrase("acts.itself") : phrase(`${forStaff}.you`);
  switch (fixerOf(situation)) {
    case "merchant":
      return phrase(`${forStaff}.you`);
    case "support":
      return phrase(`${forStaff}.support`);
    case "itself":
      return phrase("acts.itself");
    case "hosting_provider":
      return asked ? describeAsked(asked) : phrase("acts.host");
  }
}

function whoActsIn(situation: Situation): WhoActs {
  if (isTrouble(situation)) return WHO_FIXES[fixerOf(situation)];
  if (NEEDS_NOTHING.includes(situation.state)) return "none";
  return situation.state === "maintenance" ? "itself" : "you";
}

const REST_STEPS: Readonly<Record<Exclude<StoryState, "down" | "partial" | "delayed">, StepAction | null>> = {
  healthy: null,
  quiet: null,
  not_connected: "connect",
  paused: "resume",
  maintenance: "refresh",
  off: "refresh",
};

const codeOf = ({ cause, reason }: Trouble): string => cause?.code ?? (reason.code === "causes_found" ? reason.cause : "");

/** Asks for one thing at a time: what the merchant can do, then the hosting provider, then a test. */
function stepIn(situation: Situation, facts: ShopFacts, asked: Asked | null, now: Date): StepAction | null {
  if (!isTrouble(situation)) return REST_STEPS[situation.state];
  const { cause, reason } = situation;
  const about: LaneReason = cause ? { code: "causes_found", ...keyCause(cause) } : reason;
  if (isAboutKey(about)) return "replace_key";
  if (facts.canUsePost && cause?.code === "method_blocked") return "use_post";
  switch (fixerOf(situation)) {
    case "hosting_provider": {
      if (!asked) return facts.hostCauses.includes(codeOf(situation)) ? "share_with_host" : "show_fix";
      if (openAnswer(asked)) return "read_answer";
      const last = asked.remindedAt ?? asked.at;
      return !asked.testedAt && afterWorkingDays(last, REMIND_AFTER_WORKING_DAYS) <= now ? "remind_host" : "test_again";
    }
    case "support":
      return "ask_support";
    case "merchant":
      return cause || reason.code === "causes_found" ? "show_fix" : "refresh";
    case "itself":
      return "refresh";
  }
}

const keyCause = ({ code: cause, checkId, blocker, fixer, scope }: IncidentCause) => ({
  cause,
  checkId,
  others: 0,
  blocker,
  fixer,
  ...scope,
});

const headlineOfShared = ({ shops, since, isAsked, isAtHost }: SharedOutage): Phrase =>
  isAtHost ? phrase("what.shared", { shops, since, asked: isAsked ? "yes" : "no" }) : phrase("what.shared_widely", { shops, since });

/** What every place shows of a shop's state, or of `only` one direction. Pure, so that pages, messages and programs agree. */
export function describeIncident(
  facts: ShopFacts,
  whole: ToldIncident | null,
  viewer: Viewer,
  now: Date,
  only: LaneName | null = null,
): Story {
  const incident = whole && only ? narrow(whole, only) : whole;
  const situation = situate(facts, incident, only);
  const { state, lane, since } = situation;
  const asked = isTrouble(situation) && incident?.asked?.causes.includes(codeOf(situation)) ? incident.asked : null;
  const canAct = viewer.kind !== "member" || viewer.canAct;
  const shared = isTrouble(situation) && viewer.kind !== "host" ? (facts.shared ?? null) : null;
  // What many shops share is not for one of their owners to mend.
  const isSpared = shared !== null && viewer.kind !== "staff";
  const act = viewer.kind === "host" ? (isTrouble(situation) ? "test_again" : null) : stepIn(situation, facts, asked, now);
  return {
    state,
    tone: toneOf(situation, incident),
    lane,
    headline: shared
      ? headlineOfShared(shared)
      : phrase(SPLIT_BY_LANE.has(state) ? `${HEADLINES[state]}.${lane}` : HEADLINES[state], { since }),
    effect: effectIn(facts, situation),
    cause: causeIn(situation, facts),
    responsibility: isSpared ? phrase("acts.none") : responsibilityIn(situation, asked, viewer),
    whoActs: isSpared ? "none" : whoActsIn(situation),
    step: act && canAct && !isSpared ? { act, label: phrase(`step.${act}`) } : null,
    byItself: state === "not_connected" || state === "paused" ? null : describeNext(facts.lanes[lane]),
    since,
  };
}
