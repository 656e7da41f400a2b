import { toCauseCode } from "@/lib/check/causes";
import type { RefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import { type LaneReason, toLaneReason, toLaneState } from "@/lib/health/lane/lane";
import { LANES, type LaneName, toLaneName } from "@/lib/health/lane/lane-name";
import { refusedReason } from "@/lib/health/refused-reason";
import { readActor } from "@/lib/identity/accounts/actor";
import type { PastEvent } from "@/lib/incidents/play-events";
import { causeKey, type FoundCause, isChosen } from "@/lib/incidents/transitions";
import type { Lane, LaneTransition } from "@/lib/infra/prisma-client/client";

type Move = Pick<LaneTransition, "lane" | "toState" | "reason" | "reasonParams" | "actor" | "at">;

export interface ShopPast {
  /** Changes of its lanes, oldest first. */
  moves: readonly Move[];
  lanes: readonly Pick<Lane, "lane" | "state" | "reason" | "reasonParams" | "since" | "failingSince">[];
  refused: readonly RefusedVisitors[];
}

type Found = Extract<LaneReason, { code: "causes_found" }>;

const toCause = ({ cause, blocker, fixer, addresses, userAgents, methods }: Found, lanes: LaneName[]): FoundCause => ({
  code: toCauseCode(cause),
  blocker,
  fixer,
  scope: { addresses, userAgents, methods },
  lanes,
});

const NO_SCOPE = { addresses: [], userAgents: [], methods: [] };
const UNKNOWN = { kind: "job", job: "unknown" };

/** The lane as it is now, as a last move: a failure that did not change its state has none. */
function asMove({ lane, state, reason, reasonParams, since, failingSince }: ShopPast["lanes"][number], moves: readonly Move[]): Move {
  const last = moves.findLast((move) => move.lane === lane);
  const at = new Date(Math.max(...[since, failingSince, last?.at].map((instant) => instant?.getTime() ?? 0)));
  return { lane, toState: state, reason, reasonParams, actor: last?.actor ?? UNKNOWN, at };
}

/** What health and checks would have told the incidents of a shop. Lanes keep the most important cause only. */
export function pastEvents({ moves, lanes, refused }: ShopPast): PastEvent[] {
  const standing = new Map<LaneName, Found>();
  const failing = new Map<LaneName, Date>();
  const seen = new Set<string>();

  const check = (checkId: string, at: Date): PastEvent["event"] => {
    const ofLanes = [...new Set(standing.values())].map((found) =>
      toCause(
        found,
        LANES.filter((lane) => standing.get(lane)?.cause === found.cause),
      ),
    );
    const partly = refused.filter(({ since }) => new Date(since) <= at).map((one) => toCause(refusedReason(one), [...LANES]));
    const causes = new Map([...partly, ...ofLanes].map((cause) => [causeKey(cause), cause]));
    for (const key of causes.keys()) seen.add(key);
    return { kind: "check_completed", checkId, causes: [...causes.values()], cleared: [...seen].filter((key) => !causes.has(key)) };
  };

  const all = [...moves, ...lanes.map((lane) => asMove(lane, moves))].sort((one, other) => one.at.getTime() - other.at.getTime());
  const events = all.flatMap((move, place): PastEvent[] => {
    const [lane, state, at] = [toLaneName(move.lane), toLaneState(move.toState), move.at];
    const reason = toLaneReason(move.reason, move.reasonParams);
    if (isChosen({ state, reason })) return [];
    const isLast = !all.slice(place + 1).some((later) => later.lane === move.lane && later.toState === "regular");
    const nowFailing = lanes.find((one) => one.lane === move.lane)?.failingSince ?? null;
    const since = isLast && nowFailing ? nowFailing : (failing.get(lane) ?? at);
    const isWorking = state === "regular" && !(isLast && nowFailing && at >= nowFailing);
    if (isWorking) failing.delete(lane);
    else failing.set(lane, since);
    const before = standing.get(lane);
    if (reason.code === "causes_found") standing.set(lane, reason);
    else if (isWorking) standing.delete(lane);
    const actor = readActor(move.actor);
    return [
      { at, actor, event: { kind: "lane_moved", lane, state, reason, failingSince: isWorking ? null : since } },
      ...(standing.get(lane) === before ? [] : [{ at, actor, event: check(standing.get(lane)?.checkId ?? "", at) }]),
      ...(isWorking ? [{ at, actor, event: { kind: "work_succeeded" as const, lane, passed: NO_SCOPE } }] : []),
    ];
  });
  const partly = refused.map(({ since, checkId }): PastEvent => {
    const at = new Date(since);
    return { at, actor: readActor(null), event: check(checkId, at) };
  });
  return [...events, ...partly].sort((one, other) => one.at.getTime() - other.at.getTime());
}
