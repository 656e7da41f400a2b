import type { MerchantScope } from "@/lib/accounts/access";
import { LANES, type LaneName } from "@/lib/checks/result";
import type { Day } from "@/lib/history/days";
import { type LaneDay, type StateChange, spreadStates } from "@/lib/history/lane-days";
import { LANE_STATES, type LaneState } from "@/lib/sync/lane";

import { Prisma } from "@/lib/system/prisma-client/client";
import { readMerchant } from "@/lib/system/reading";

/** Means of the phases of first exchanges, in milliseconds; a phase that never happened is null. */
export interface DayTimes {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
}

/** What happened to an integration on one day. */
export interface HistoryDay {
  date: string;
  from: Date;
  to: Date;
  lanes: Readonly<Record<LaneName, LaneDay>>;
  runsSucceeded: number;
  runsFailed: number;
  checks: number;
  /** Orders placed on that day that are here. */
  orders: number;
  /** Parcels recorded on that day. */
  parcels: number;
  times: DayTimes | null;
}

interface Counted {
  day: number;
  count: number;
}

/** Means of the phases of the exchanges that were answered, and how many those were. */
interface Measured extends DayTimes {
  day: number;
  answered: number;
}

/** `weight`: how many exchanges a row stands for. */
function measured(weight: Prisma.Sql): Prisma.Sql {
  const isAnswered = Prisma.sql`filter (where first_byte_ms is not null)`;
  const mean = (column: string) => {
    const ms = Prisma.raw(column);
    return Prisma.sql`sum(${ms} * ${weight}) ${isAnswered} / sum(${weight}) filter (where first_byte_ms is not null and ${ms} is not null)`;
  };
  return Prisma.sql`coalesce(sum(${weight}) ${isAnswered}, 0)::int as answered, ${mean("first_byte_ms")} as "firstByteMs",
    ${mean("dns_ms")} as "dnsMs", ${mean("connect_ms")} as "connectMs", ${mean("tls_ms")} as "tlsMs"`;
}

/**
 * The history of one integration, a day each; null for unknown and foreign ids alike. Each table is read once through its index by
 * integration and time, and counted in the database by the bounds of the days.
 */
export async function readHistory(scope: MerchantScope, integrationId: string, days: readonly Day[]): Promise<HistoryDay[] | null> {
  const { merchantId } = scope;
  const now = new Date();
  const bounds = days.map(({ from }) => from);
  const [first] = bounds;
  if (!first) return [];
  return readMerchant(merchantId, async (tx) => {
    const integration = await tx.integration.findUnique({
      where: { merchantId_id: { merchantId, id: integrationId } },
      select: { createdAt: true, lanes: { select: { lane: true, state: true } } },
    });
    if (!integration) return null;
    const runs = await tx.$queryRaw<(Measured & { succeeded: number; failed: number })[]>`
      select width_bucket(requested_at, ${bounds}::timestamptz[]) as day, coalesce(sum(1 + folded) filter (where status = 'succeeded'), 0)::int as succeeded,
        count(*) filter (where status = 'failed')::int as failed, ${measured(Prisma.sql`(1 + folded)`)}
      from sync_run where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and requested_at >= ${first}
      group by 1`;
    const checks = await tx.$queryRaw<(Measured & Counted)[]>`
      select width_bucket(requested_at, ${bounds}::timestamptz[]) as day, count(*)::int as count, ${measured(Prisma.sql`1`)}
      from reachability_check where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and requested_at >= ${first}
      group by 1`;
    const orders = await tx.$queryRaw<Counted[]>`
      select width_bucket(placed_at, ${bounds}::timestamptz[]) as day, count(*)::int as count
      from shop_order where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and placed_at >= ${first}
      group by 1`;
    const parcels = await tx.$queryRaw<Counted[]>`
      select width_bucket(recorded_at, ${bounds}::timestamptz[]) as day, count(*)::int as count
      from shipment where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and recorded_at >= ${first}
      group by 1`;
    const changes = await tx.laneTransition.findMany({
      where: { merchantId, integrationId, at: { gte: first } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      select: { lane: true, fromState: true, toState: true, at: true },
    });
    const spread = (lane: LaneName): LaneDay[] => {
      const current = stateOf(integration.lanes.find((known) => known.lane === lane)?.state);
      const own: StateChange[] = changes
        .filter((change) => change.lane === lane)
        .map(({ at, fromState, toState }) => ({ at, from: stateOf(fromState), to: stateOf(toState) }));
      return spreadStates(days, own, current, { from: integration.createdAt, to: now });
    };
    const lanes = Object.fromEntries(LANES.map((lane) => [lane, spread(lane)])) as Record<LaneName, LaneDay[]>;
    const nothing: LaneDay = { states: [], tone: null };
    const at = <Row extends { day: number }>(rows: readonly Row[], index: number) => rows.find(({ day }) => day === index + 1);
    return days.map((day, index) => ({
      ...day,
      lanes: { orders_in: lanes.orders_in[index] ?? nothing, tracking_out: lanes.tracking_out[index] ?? nothing },
      runsSucceeded: at(runs, index)?.succeeded ?? 0,
      runsFailed: at(runs, index)?.failed ?? 0,
      checks: at(checks, index)?.count ?? 0,
      orders: at(orders, index)?.count ?? 0,
      parcels: at(parcels, index)?.count ?? 0,
      times: meanTimes([at(runs, index), at(checks, index)]),
    }));
  });
}

const stateOf = (text: string | undefined): LaneState => LANE_STATES.find((known) => known === text) ?? "regular";

/** The mean over runs and checks of one day; null where nothing answered. */
function meanTimes(measured: readonly (Measured | undefined)[]): DayTimes | null {
  const mean = (phase: keyof DayTimes): number | null => {
    const known = measured.flatMap((row) => (row?.[phase] == null ? [] : [{ ms: row[phase], weight: row.answered }]));
    const weight = known.reduce((sum, row) => sum + row.weight, 0);
    return weight === 0 ? null : known.reduce((sum, row) => sum + row.ms * row.weight, 0) / weight;
  };
  const firstByteMs = mean("firstByteMs");
  return firstByteMs === null ? null : { dnsMs: mean("dnsMs"), connectMs: mean("connectMs"), tlsMs: mean("tlsMs"), firstByteMs };
}

/** Orders placed on each of the days by integration: the small charts of the list. Integrations without any are left out. */
export async function countOrdersByDay(scope: MerchantScope, days: readonly Day[]): Promise<Map<string, number[]>> {
  const { merchantId } = scope;
  const bounds = days.map(({ from }) => from);
  const [first] = bounds;
  if (!first) return new Map();
  const rows = await readMerchant(
    merchantId,
    (tx) => tx.$queryRaw<(Counted & { integrationId: string })[]>`
      select integration_id as "integrationId", width_bucket(placed_at, ${bounds}::timestamptz[]) as day, count(*)::int as count
      from shop_order where merchant_id = ${merchantId}::uuid and placed_at >= ${first}
      group by 1, 2`,
  );
  const counts = new Map<string, number[]>();
  for (const { integrationId, day, count } of rows) {
    const own = counts.get(integrationId) ?? days.map(() => 0);
    own[day - 1] = count;
    counts.set(integrationId, own);
  }
  return counts;
}
