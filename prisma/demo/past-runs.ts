import type { RunFailureCode } from "@/lib/sync/failures";
import type { DemoLane, DemoShop } from "@/lib/testing/demo-shops";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";

// The runs that led to what the database knows when the demo begins: their counts are those of the orders that the shop really had.

export interface PastRun {
  trigger: "schedule" | "first_import";
  at: Date;
  /** Half-open, by modification time. */
  window: { from: Date | null; to: Date };
  created: number;
  updated: number;
  /** Orders in the shop at that moment, where the run counted them. */
  counted: number | null;
  failure: { code: RunFailureCode; status: number | null; retryAfterSeconds: number | null } | null;
}

const MINUTE_MS = 60_000;
const INTERVAL_MINUTES = 15;
const SUCCEEDED_RUNS = 12;

const minutesBefore = (instant: Date, minutes: number): Date => new Date(instant.getTime() - minutes * MINUTE_MS);

/** The run of a window that ended well: an order is new in the window that it was placed in, and changed in the one of its last change. */
function succeed(trigger: PastRun["trigger"], window: PastRun["window"], orders: readonly FakeOrder[]): PastRun {
  const { from, to } = window;
  const within = (instant: Date): boolean => instant < to && (from === null || instant >= from);
  const created = orders.filter(({ createdAt }) => within(createdAt)).length;
  const updated = orders.filter(({ createdAt, modifiedAt }) => within(modifiedAt) && !within(createdAt)).length;
  const counted = trigger === "first_import" ? created : null;
  return { trigger, at: to, window, created, updated, counted, failure: null };
}

/** How a run fails when a check later finds this cause. */
const FAILURES_OF_CAUSES: Partial<Record<string, { code: RunFailureCode; status: number | null }>> = {
  user_agent_blocked: { code: "blocked", status: 403 },
  ip_blocked: { code: "connection_reset", status: null },
  tls_expired: { code: "tls_failed", status: null },
};

function failureOf(lane: DemoLane): PastRun["failure"] {
  if (lane.failure) return lane.failure;
  const known = FAILURES_OF_CAUSES[lane.cause?.code ?? ""];
  return known ? { ...known, retryAfterSeconds: null } : null;
}

/** Minutes before the epoch at which the tries of this lane failed: the third one began the slow state, each pause was twice the one before. */
function failedAt(lane: DemoLane): number[] {
  if (lane.state === "maintenance") return [0, 10, 20, 30].map((minutes) => lane.sinceMinutes - 2 - minutes);
  if (lane.state !== "throttled") return [lane.sinceMinutes];
  const slow = Array.from({ length: lane.failures - 3 }, (_, index) => INTERVAL_MINUTES * (2 ** (index + 1) - 1));
  return [-2 * INTERVAL_MINUTES, -INTERVAL_MINUTES, 0, ...slow].map((minutes) => lane.sinceMinutes - minutes);
}

/** The runs before the epoch, oldest first: the first import, the last ones of the schedule that went well, and those that failed. */
export function listPastRuns(shop: DemoShop, orders: readonly FakeOrder[], epoch: Date): PastRun[] {
  if (shop.importedUntilMinutes === null) return [];
  const until = minutesBefore(epoch, shop.importedUntilMinutes);
  const imported = orders.filter(({ modifiedAt }) => modifiedAt < until);
  const firstEnd = minutesBefore(until, SUCCEEDED_RUNS * INTERVAL_MINUTES);
  const scheduled = Array.from({ length: SUCCEEDED_RUNS }, (_, index) => {
    const from = new Date(firstEnd.getTime() + index * INTERVAL_MINUTES * MINUTE_MS);
    return succeed("schedule", { from, to: new Date(from.getTime() + INTERVAL_MINUTES * MINUTE_MS) }, imported);
  });
  const lane = shop.lanes.orders_in;
  const failure = failureOf(lane);
  const failed = failure ? failedAt(lane).map((minutes) => fail(minutesBefore(epoch, minutes), until, failure)) : [];
  return [succeed("first_import", { from: null, to: firstEnd }, imported), ...scheduled, ...failed];
}

const fail = (at: Date, from: Date, failure: NonNullable<PastRun["failure"]>): PastRun => ({
  trigger: "schedule",
  at,
  window: { from, to: at },
  created: 0,
  updated: 0,
  counted: null,
  failure,
});
