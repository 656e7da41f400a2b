import { MINUTE_MS } from "@/lib/base/units";
import type { RunFailureCode } from "@/lib/health/failures";
import { slowDelaySeconds } from "@/lib/health/lane/throttle";
import type { DemoLane, DemoShop } from "@/lib/testing/demo-shops";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { makeRandom } from "@/lib/testing/fake-shops/random";
import { listPastTroubles } from "@/prisma/demo/past-troubles";

// The runs behind what the database knows when the demo begins; their counts match the orders that the shop had.

export interface PastRun {
  trigger: "schedule" | "first_import";
  at: Date;
  /** Half-open, by modification time. */
  window: { from: Date | null; to: Date };
  created: number;
  updated: number;
  /** The shop's number of orders at that moment, if the run counted them. */
  counted: number | null;
  failure: { code: RunFailureCode; status: number | null; retryAfterSeconds: number | null } | null;
  /** Response times of the shop. Demo shops listen on loopback, so there is no DNS and hardly any network. */
  times: { connectMs: number; tlsMs: number; firstByteMs: number | null };
}

/** How long ago the demo's shops were connected. */
export const PAST_DAYS = 84;

const INTERVAL_MINUTES = 15;
const SUCCEEDED_RUNS = 12;
/** Older runs are thinned out to what the history charts need. */
const OLDER_EVERY_MINUTES = 6 * 60;

const minutesBefore = (instant: Date, minutes: number): Date => new Date(instant.getTime() - minutes * MINUTE_MS);

type Untimed = Omit<PastRun, "times">;

/** A successful run of a window: an order counts as new in the window of its creation, and as changed in that of its last change. */
function succeed(trigger: PastRun["trigger"], window: PastRun["window"], orders: readonly FakeOrder[]): Untimed {
  const { from, to } = window;
  const within = (instant: Date): boolean => instant < to && (from === null || instant >= from);
  const created = orders.filter(({ createdAt }) => within(createdAt)).length;
  const updated = orders.filter(({ createdAt, modifiedAt }) => within(modifiedAt) && !within(createdAt)).length;
  const counted = orders.filter(({ createdAt }) => createdAt < to).length;
  return { trigger, at: to, window, created, updated, counted, failure: null };
}

/** How a run fails if a check later finds this cause. */
const FAILURES_OF_CAUSES: Partial<Record<string, { code: RunFailureCode; status: number | null }>> = {
  user_agent_blocked: { code: "blocked", status: 403 },
  tls_expired: { code: "tls_failed", status: null },
};

function failureOf(lane: DemoLane): PastRun["failure"] {
  if (lane.failure) return lane.failure;
  if (lane.state === "regular") return null;
  const known = FAILURES_OF_CAUSES[lane.cause?.code ?? ""];
  return known ? { ...known, retryAfterSeconds: null } : null;
}

/** Minutes before the epoch at which attempts failed that a cause had stopped, as the sync would have tried them. */
function failedSince(sinceMinutes: number): number[] {
  const failed: number[] = [];
  for (let at = sinceMinutes; at > 0; at -= Math.max(INTERVAL_MINUTES, slowDelaySeconds(failed.length) / 60)) failed.push(at);
  return failed;
}

/** Minutes before the epoch at which this lane's attempts failed: the third throttled it, then each delay doubled. */
export function failedAt(lane: DemoLane): number[] {
  if (lane.state === "maintenance") return [0, 10, 20, 30].map((minutes) => lane.sinceMinutes - 2 - minutes);
  if (lane.state !== "throttled") return failedSince(lane.sinceMinutes);
  const slow = Array.from({ length: lane.failures - 3 }, (_, index) => INTERVAL_MINUTES * (2 ** (index + 1) - 1));
  return [-2 * INTERVAL_MINUTES, -INTERVAL_MINUTES, 0, ...slow].map((minutes) => lane.sinceMinutes - minutes);
}

/** The runs before the epoch, oldest first: the first import, those of the following months, the last scheduled ones, and failed ones. */
export function listPastRuns(shop: DemoShop, orders: readonly FakeOrder[], epoch: Date): PastRun[] {
  if (shop.importedUntilMinutes === null) return [];
  const until = minutesBefore(epoch, shop.importedUntilMinutes);
  const imported = orders.filter(({ modifiedAt }) => modifiedAt < until);
  const older = listOlderRuns(shop, imported, { epoch, until: minutesBefore(until, SUCCEEDED_RUNS * INTERVAL_MINUTES) });
  const scheduled = Array.from({ length: SUCCEEDED_RUNS }, (_, index) => {
    const from = minutesBefore(until, (SUCCEEDED_RUNS - index) * INTERVAL_MINUTES);
    return succeed("schedule", { from, to: new Date(from.getTime() + INTERVAL_MINUTES * MINUTE_MS) }, imported);
  });
  const lane = shop.lanes.orders_in;
  const failure = failureOf(lane);
  const failed = failure ? failedAt(lane).map((minutes) => fail(minutesBefore(epoch, minutes), until, failure)) : [];
  return timeRuns([...older, ...scheduled, ...failed]);
}

/** From the first import on, each run starts where the last successful one ended; those during an incident fail. */
function listOlderRuns(shop: DemoShop, orders: readonly FakeOrder[], { epoch, until }: { epoch: Date; until: Date }): Untimed[] {
  const troubles = listPastTroubles(shop, PAST_DAYS);
  const connected = minutesBefore(epoch, PAST_DAYS * 24 * 60);
  const runs = [succeed("first_import", { from: null, to: connected }, orders)];
  let covered = connected;
  for (let at = covered; at < until; ) {
    const next = new Date(at.getTime() + OLDER_EVERY_MINUTES * MINUTE_MS);
    at = next < until ? next : until;
    const minutes = (epoch.getTime() - at.getTime()) / MINUTE_MS;
    const trouble = troubles.find(({ fromMinutes, toMinutes }) => minutes <= fromMinutes && minutes >= toMinutes);
    if (trouble && at < until) {
      runs.push(fail(at, covered, { code: trouble.failure, status: trouble.status, retryAfterSeconds: null }));
    } else {
      runs.push(succeed("schedule", { from: covered, to: at }, orders));
      covered = at;
    }
  }
  return runs;
}

/** Responses take a few dozen milliseconds, on some days longer; failing shops respond late. */
function timeRuns(runs: readonly Untimed[]): PastRun[] {
  const random = makeRandom(runs.length);
  return runs.map((run, index) => {
    const load = 1 + 0.5 * Math.sin(index / 40) + random.next() * 0.4;
    const times = { connectMs: 0.4 + random.next(), tlsMs: 3 + 2 * random.next(), firstByteMs: load * (run.failure ? 60 : 18) };
    return { ...run, times };
  });
}

const fail = (at: Date, from: Date, failure: NonNullable<PastRun["failure"]>): Untimed => ({
  trigger: "schedule",
  at,
  window: { from, to: at },
  created: 0,
  updated: 0,
  counted: null,
  failure,
});
