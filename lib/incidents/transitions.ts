import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/base/units";
import type { CauseCode } from "@/lib/check/causes";
import type { LaneReason, LaneState } from "@/lib/health/lane/lane";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import { type EffectKind, effectOf, isOpenCause, isTroubled, needsAction, openCauses } from "@/lib/incidents/effects";
import { gistOf } from "@/lib/incidents/gist";
import type { Asked, CauseScope, HostAnswerKind, Incident, IncidentCause } from "@/lib/incidents/incident";

export type FoundCause = Pick<IncidentCause, "blocker" | "fixer" | "scope" | "lanes"> & { code: CauseCode };

export type IncidentEvent =
  /** A lane changed its state or reason, or its failure began or ended. */
  | { kind: "lane_moved"; lane: LaneName; state: LaneState; reason: LaneReason; failingSince: Date | null }
  /** `cleared`: keys (`causeKey`) of causes whose failed request passed in this check. */
  | { kind: "check_completed"; checkId: string; causes: readonly FoundCause[]; cleared: readonly string[] }
  /** An import or a push passed from these addresses with these User-Agents and methods. */
  | { kind: "work_succeeded"; lane: LaneName; passed: CauseScope }
  /** What these causes refuse is sent no longer: another key, address or method. */
  | { kind: "requests_changed"; keys: readonly string[] }
  | { kind: "report_shared"; asked: Pick<Asked, "reportId" | "causes" | "how" | "to"> }
  | { kind: "report_opened" | "report_passed" | "report_tested" | "report_revoked" | "host_reminded"; reportId: string }
  /** The lane will be switched off at `offAt` unless it succeeds; members are warned on this day of its failure. */
  | { kind: "off_soon"; lane: LaneName; day: number; offAt: Date }
  | { kind: "host_answered"; reportId: string; answer: HostAnswerKind }
  | { kind: "merchant_replied"; reportId: string }
  /** Orders missed and parcels without tracking, as of now. */
  | { kind: "effect_counted"; count: number }
  | { kind: "clock" };

/** What the timeline says about one change. */
type EntryKind =
  | "opened"
  | "came_back"
  | "effect_changed"
  | "cause_found"
  | "cause_cleared"
  | "quiet"
  | "closed"
  | "off_soon"
  | "switched_off"
  | "report_shared"
  | "report_opened"
  | "report_tested"
  | "report_passed"
  | "host_reminded"
  | "host_answered"
  | "merchant_replied";
interface Entry {
  kind: EntryKind;
  details: Record<string, unknown>;
}

export interface IncidentChange {
  /** Null while nothing has ever been wrong. */
  incident: Incident | null;
  entries: Entry[];
  /** What members are to be notified of now. */
  tell: "opened" | "changed" | "all_clear" | null;
}

const INCIDENT_POLICY = {
  /** All-clear waits this long after the last trouble, and for this many good observations. */
  quietMs: 10 * MINUTE_MS,
  goodObservations: 2,
  /** A lane without work to observe is trusted after this long. */
  patienceMs: HOUR_MS,
  /** Trouble that returns within this time continues the same incident. */
  reopenMs: DAY_MS,
  messagesPerDay: 2,
  /** Messages on changes of an incident that lasts. */
  changesPerDay: 2,
  /** An effect that doubled is told from this count on. */
  tellableCount: 10,
} as const;

/** Identifies a cause across checks. */
export const causeKey = ({ code, scope: { addresses, userAgents, methods } }: Pick<IncidentCause, "code" | "scope">): string =>
  JSON.stringify([code, [...addresses].sort(), [...userAgents].sort(), [...methods].sort()]);

/** States that a person chose, which say nothing about what is wrong. */
export const isChosen = ({ state, reason }: { state: LaneState; reason: LaneReason }): boolean =>
  state === "paused" || reason.code === "window_announced" || reason.code === "no_credentials";

const NOTHING_WRONG = {
  closedAt: null,
  quietSince: null,
  goodObservations: 0,
  cameBack: 0,
  lanes: { orders_in: null, tracking_out: null },
  causes: [],
  asked: null,
  told: { state: null, at: [], gist: null, changedAt: [], count: null },
} satisfies Omit<Incident, "id" | "openedAt">;

/** The incident after an event. Pure, so that every process and test agrees. `id` names an incident that has to be opened. */
export function moveIncident(before: Incident | null, event: IncidentEvent, now: Date, id: string): IncidentChange {
  const isRecent = before?.closedAt ? now.getTime() - before.closedAt.getTime() < INCIDENT_POLICY.reopenMs : before !== null;
  const base: Incident = before && isRecent ? before : { ...NOTHING_WRONG, lanes: before?.lanes ?? NOTHING_WRONG.lanes, id, openedAt: now };
  const { incident: observed, entries } = observe(base, event, now);
  const isNew = base !== before;
  if (isNew && !isTroubled(observed)) return { incident: before, entries: [], tell: null };
  const settled = settle(base, observed, event, now);
  const opening: Entry[] = isNew ? [{ kind: "opened", details: {} }] : [];
  return tellOf(settled.incident, [...opening, ...entries, ...settled.entries], event, now);
}

/** Takes in what the event says about lanes, causes and the hosting provider. */
function observe(incident: Incident, event: IncidentEvent, now: Date): { incident: Incident; entries: Entry[] } {
  switch (event.kind) {
    case "lane_moved": {
      if (isChosen(event)) return { incident, entries: [] };
      const { lane, state, reason, failingSince } = event;
      const isSwitchedOff = state === "off" && incident.lanes[lane]?.state !== "off";
      return {
        incident: { ...incident, lanes: { ...incident.lanes, [lane]: { state, reason, failingSince } } },
        entries: isSwitchedOff ? [{ kind: "switched_off", details: { lane } }] : [],
      };
    }
    case "check_completed":
      return withCauses(incident, findCauses(incident.causes, event, now));
    case "work_succeeded": {
      const after = incident.causes.map((cause) => (isDisproved(cause, event) ? { ...cause, clearedAt: now } : cause));
      const worked = incident.lanes[event.lane];
      const lanes = worked ? { ...incident.lanes, [event.lane]: { ...worked, failingSince: null } } : incident.lanes;
      return withCauses({ ...incident, lanes }, after);
    }
    case "requests_changed": {
      const isOver = (cause: IncidentCause): boolean => isOpenCause(cause) && event.keys.includes(causeKey(cause));
      const after = incident.causes.map((cause) => (isOver(cause) ? { ...cause, clearedAt: now } : cause));
      return withCauses(incident, after);
    }
    case "report_shared": {
      // A report on something that is not wrong says nothing of this incident.
      if (!isAskedAbout(event.asked, openCauses(incident))) return { incident, entries: [] };
      return {
        incident: { ...incident, asked: { ...NOT_FOLLOWED, ...event.asked, at: now } },
        entries: [{ kind: event.kind, details: event.asked }],
      };
    }
    case "off_soon": {
      const { lane, day, offAt } = event;
      return { incident, entries: [{ kind: event.kind, details: { lane, day, offAt: offAt.toISOString() } }] };
    }
    case "effect_counted":
    case "clock":
      return { incident, entries: [] };
    default: {
      const { asked } = incident;
      if (asked?.reportId !== event.reportId) return { incident, entries: [] };
      // The audit log tells who revoked it.
      if (event.kind === "report_revoked") return { incident: { ...incident, asked: null }, entries: [] };
      const { kind, ...details } = event;
      // What still refuses requests of ours did not pass.
      if (kind === "report_passed" && isAskedAbout(asked, openCauses(incident))) return { incident, entries: [] };
      const answered: Asked = { ...asked, ...follow(asked, event, now) };
      // Anyone who has the link could fill a timeline by opening it.
      const isTold = kind !== "report_opened" || asked.opened === 0;
      return { incident: { ...incident, asked: answered }, entries: isTold ? [{ kind, details }] : [] };
    }
  }
}

const NOT_FOLLOWED = { opened: 0, lastOpenedAt: null, testedAt: null, passedAt: null, answer: null, remindedAt: null };

function follow(asked: Asked, event: Extract<IncidentEvent, { reportId: string }>, now: Date): Partial<Asked> {
  switch (event.kind) {
    case "report_opened":
      return { opened: asked.opened + 1, lastOpenedAt: now };
    case "report_tested":
      return { testedAt: now, passedAt: null };
    case "report_passed":
      return { testedAt: now, passedAt: now };
    case "host_reminded":
      return { remindedAt: now };
    case "host_answered":
      return { answer: { kind: event.answer, at: now, repliedAt: null } };
    case "merchant_replied":
      return asked.answer ? { answer: { ...asked.answer, repliedAt: now } } : {};
    case "report_revoked":
      return {};
  }
}

/** A check adds what it proves and clears only what it proves to be gone; what it did not ask stays as it was. */
function findCauses(
  known: readonly IncidentCause[],
  { checkId, causes, cleared }: Extract<IncidentEvent, { kind: "check_completed" }>,
  now: Date,
): IncidentCause[] {
  const found = new Map(causes.map((cause) => [causeKey(cause), cause]));
  const kept = known.map((cause): IncidentCause => {
    const key = causeKey(cause);
    const again = isOpenCause(cause) ? found.get(key) : undefined;
    if (again) {
      found.delete(key);
      return { ...cause, ...again, checkId, lastSeenAt: now };
    }
    return isOpenCause(cause) && cleared.includes(key) ? { ...cause, clearedAt: now } : cause;
  });
  return [...kept, ...[...found.values()].map((cause) => ({ ...cause, checkId, firstSeenAt: now, lastSeenAt: now, clearedAt: null }))];
}

const isWithin = (scope: readonly string[], passed: readonly string[]): boolean => scope.every((one) => passed.includes(one));

/** Work that passed from the same address with the same User-Agent and method is the proof that the request passes again. */
const isDisproved = (cause: IncidentCause, { lane, passed }: Extract<IncidentEvent, { kind: "work_succeeded" }>): boolean =>
  isOpenCause(cause) &&
  cause.lanes.includes(lane) &&
  isWithin(cause.scope.addresses, passed.addresses) &&
  isWithin(cause.scope.userAgents, passed.userAgents) &&
  isWithin(cause.scope.methods, passed.methods);

function withCauses(incident: Incident, causes: IncidentCause[]): { incident: Incident; entries: Entry[] } {
  const before = new Map(incident.causes.map((cause) => [cause, cause.clearedAt]));
  const openBefore = new Set(incident.causes.filter(isOpenCause).map(causeKey));
  const entries = causes.flatMap((cause): Entry[] => {
    if (before.has(cause)) return [];
    const { code, blocker, scope, checkId } = cause;
    const details = { code, blocker, scope, checkId };
    if (!isOpenCause(cause)) return [{ kind: "cause_cleared", details }];
    return openBefore.has(causeKey(cause)) ? [] : [{ kind: "cause_found", details }];
  });
  const { asked } = incident;
  const isBack = asked?.passedAt && isAskedAbout(asked, causes.filter(isOpenCause));
  return { incident: { ...incident, causes, asked: isBack ? { ...asked, passedAt: null } : asked }, entries };
}

const isAskedAbout = (asked: Pick<Asked, "causes">, causes: readonly IncidentCause[]): boolean =>
  causes.some(({ code }) => asked.causes.includes(code));

/** Opens, quietens or closes according to what is wrong now. */
function settle(before: Incident, observed: Incident, event: IncidentEvent, now: Date): { incident: Incident; entries: Entry[] } {
  const entries = LANES.flatMap((lane): Entry[] => {
    const [from, to] = [effectOf(before, lane)?.kind ?? null, effectOf(observed, lane)?.kind ?? null];
    if (from === to) return [];
    const details: EffectChange = { lane, from, to, ...(to ? { reason: observed.lanes[lane]?.reason ?? { code: "none" } } : {}) };
    return [{ kind: "effect_changed", details: { ...details } }];
  });
  if (isTroubled(observed)) {
    if (observed.quietSince === null && observed.closedAt === null) return { incident: observed, entries };
    const back = { ...observed, closedAt: null, quietSince: null, goodObservations: 0, cameBack: observed.cameBack + 1 };
    return { incident: back, entries: [{ kind: "came_back", details: { times: back.cameBack } }, ...entries] };
  }
  if (observed.closedAt !== null) return { incident: observed, entries };
  const seen = observed.goodObservations + (isGood(event) ? 1 : 0);
  // More than enough are not counted, so that the syncs of a quiet shop store nothing.
  const goodObservations = Math.min(seen, INCIDENT_POLICY.goodObservations);
  if (observed.quietSince === null)
    return { incident: { ...observed, quietSince: now, goodObservations }, entries: [...entries, { kind: "quiet", details: {} }] };
  const quietMs = now.getTime() - observed.quietSince.getTime();
  const { quietMs: least, goodObservations: enough, patienceMs } = INCIDENT_POLICY;
  const isOver = quietMs >= least && (goodObservations >= enough || quietMs >= patienceMs);
  if (!isOver) return { incident: { ...observed, goodObservations }, entries };
  return { incident: { ...observed, goodObservations, closedAt: now }, entries: [...entries, { kind: "closed", details: {} }] };
}

interface EffectChange {
  lane: LaneName;
  from: EffectKind | null;
  to: EffectKind | null;
  /** Of the lane, when the effect began. */
  reason?: LaneReason;
}

const isGood = (event: IncidentEvent): boolean =>
  event.kind === "work_succeeded" ||
  event.kind === "report_passed" ||
  (event.kind === "check_completed" && event.causes.length === 0) ||
  (event.kind === "lane_moved" && event.failingSince === null && !isChosen(event));

/** Entries after which members hear of an incident, whatever they were told before. */
const NEWS: ReadonlySet<EntryKind> = new Set<EntryKind>(["off_soon", "switched_off"]);

/**
 * Decides what members are notified of: the beginning, the end, and in between another cause, effect or person to act. A shop that comes
 * and goes is told twice a day at most.
 */
function tellOf(incident: Incident, entries: Entry[], event: IncidentEvent, now: Date): IncidentChange {
  const isRecent = (at: Date): boolean => now.getTime() - at.getTime() < DAY_MS;
  const { told } = incident;
  const [at, changedAt] = [told.at.filter(isRecent), told.changedAt.filter(isRecent)];
  const isNews = entries.some(({ kind }) => NEWS.has(kind));
  const isOpen = incident.quietSince === null && incident.closedAt === null;
  const state = incident.closedAt ? "over" : isOpen && (isNews || needsAction(incident)) ? "open" : told.state;
  const isNeverTold = state === "over" && told.state === null;
  const gist = isOpen ? gistOf(incident) : told.gist;
  if (state !== told.state && !isNeverTold && at.length < INCIDENT_POLICY.messagesPerDay) {
    const next = { ...told, state, at: [...at, now], gist, count: null };
    return { incident: { ...incident, told: next }, entries, tell: state === "open" ? "opened" : "all_clear" };
  }
  if (told.state !== "open" || !isOpen) return { incident, entries, tell: null };
  const { messagesPerDay, changesPerDay, tellableCount } = INCIDENT_POLICY;
  const counted = event.kind === "effect_counted" ? event.count : null;
  const isDoubled = counted !== null && told.count !== null && counted >= Math.max(tellableCount, 2 * told.count);
  const mayTell = at.length < messagesPerDay && changedAt.length < changesPerDay;
  const count = told.count === null || (isDoubled && mayTell) ? counted : told.count;
  if (!isNews && !(mayTell && (isDoubled || gist !== told.gist)))
    return { incident: count === told.count ? incident : { ...incident, told: { ...told, count } }, entries, tell: null };
  return { incident: { ...incident, told: { ...told, gist, count, changedAt: [...changedAt, now] } }, entries, tell: "changed" };
}

/** When the incident may move without an event, or null. */
export function nextClockAt({ closedAt, quietSince, goodObservations, told }: Incident): Date | null {
  if (closedAt === null && quietSince !== null) {
    const wait = goodObservations >= INCIDENT_POLICY.goodObservations ? INCIDENT_POLICY.quietMs : INCIDENT_POLICY.patienceMs;
    return new Date(quietSince.getTime() + wait);
  }
  const [first] = told.at;
  const owesMessage = told.at.length >= INCIDENT_POLICY.messagesPerDay && told.state === (closedAt === null ? "over" : "open");
  return owesMessage && first ? new Date(first.getTime() + DAY_MS) : null;
}
