import { SLOW_MS } from "@/lib/check/diagnosis/variation-causes";
import type { PhaseTimes } from "@/lib/connectors/http/shop-exchanges";
import { toLaneState } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type MerchantReader, readMerchant } from "@/lib/identity/accounts/read-merchant";
import { effectChangesSchema, findEffectSpans } from "@/lib/incidents/effect-spans";
import type { Day } from "@/lib/integrations/history/days";
import { type LaneDay, STATE_OF_EFFECT, type StateSpan, spreadStates } from "@/lib/integrations/history/lane-days";
import { readUsualOrders } from "@/lib/sync/silence/order-history";
import type { UsualRange } from "@/lib/sync/silence/order-rate";

/** Mean duration of each phase of first exchanges, in milliseconds; null for a phase that never occurred. */
export type DayTimes = PhaseTimes;

/** One day in the history of an integration. */
export interface HistoryDay extends Day {
  lanes: Readonly<Record<LaneName, LaneDay>>;
  runsSucceeded: number;
  runsFailed: number;
  checks: number;
  /** Imported orders placed on that day. */
  orders: number;
  /** Parcels recorded on that day. */
  parcels: number;
  times: DayTimes | null;
  /** Measured answers of that day, and how many of them were slow. */
  answers: Answers;
  /** How many orders the shop usually gets on such a day; null if unknown. */
  usual: UsualRange | null;
}

interface Answers {
  answered: number;
  /** At least SLOW_MS. */
  slow: number;
}

interface Counted {
  day: number;
  count: number;
}

/** Mean phases of the answered exchanges, and the number of those. */
interface Measured extends DayTimes, Answers {
  day: number;
}

interface Exchanged extends Measured, Counted {
  what: "runs" | "checks";
  /** Failed runs; for runs, `count` is the number of successful ones. */
  failed: number;
}

/** `weight`: number of exchanges that a row represents. */
function measured(weight: string): string {
  const isAnswered = "filter (where first_byte_ms is not null)";
  const mean = (column: string): string =>
    `sum(${column} * ${weight}) ${isAnswered} / sum(${weight}) filter (where first_byte_ms is not null and ${column} is not null)`;
  return `coalesce(sum(${weight}) ${isAnswered}, 0)::int as answered,
    coalesce(sum(${weight}) filter (where first_byte_ms >= ${SLOW_MS}), 0)::int as slow, ${mean("first_byte_ms")} as "firstByteMs",
    ${mean("dns_ms")} as "dnsMs", ${mean("connect_ms")} as "connectMs", ${mean("tls_ms")} as "tlsMs"`;
}

/** Groups a table's rows by day, using its index by integration and time. $1 merchant, $2 integration, $3 start of each day. */
const byDay = (table: string, at: string, counted: string): string => `
  select width_bucket(${at}, $3::timestamptz[]) as day, ${counted}
  from ${table} where merchant_id = $1::uuid and integration_id = $2::uuid and ${at} >= ($3::timestamptz[])[1]
  group by 1`;

const COUNT = "count(*)::int as count";
const RUNS = byDay(
  "sync_run",
  "requested_at",
  `coalesce(sum(1 + compacted) filter (where status = 'succeeded'), 0)::int as count,
    count(*) filter (where status = 'failed')::int as failed, ${measured("(1 + compacted)")}`,
);
const CHECKS = byDay("reachability_check", "requested_at", `${COUNT}, 0 as failed, ${measured("1")}`);
const EXCHANGES = `select 'runs' as what, runs.* from (${RUNS}) runs union all select 'checks', checks.* from (${CHECKS}) checks`;
/** $1 merchant, $2 integration, $3 start of the first day. The last change before it tells in which state each lane entered it. */
const LANES_SINCE = `select created_at as "createdAt",
      (select coalesce(json_agg(json_build_object('lane', lane, 'toState', state, 'reason', reason, 'at', s.created_at)), '[]')
        from lane where merchant_id = $1::uuid and integration_id = $2::uuid) as lanes,
      (select coalesce(json_agg(json_build_object('lane', lane, 'toState', to_state, 'reason', reason, 'at', at) order by at, id), '[]')
        from lane_transition t where merchant_id = $1::uuid and integration_id = $2::uuid and at >= coalesce((select max(at) from lane_transition b
          where b.merchant_id = $1::uuid and b.integration_id = $2::uuid and b.lane = t.lane and b.at < $3::timestamptz), $3::timestamptz)) as moves,
      (select coalesce(json_agg(json_build_object('closedAt', i.closed_at, 'changes', (
          select coalesce(json_agg(json_build_object('at', e.at, 'details', e.details) order by e.at, e.id), '[]') from incident_entry e
          where e.merchant_id = i.merchant_id and e.incident_id = i.id and e.kind = 'effect_changed')) order by i.opened_at, i.id), '[]')
        from incident i where i.merchant_id = $1::uuid and i.integration_id = $2::uuid
          and (i.closed_at is null or i.closed_at >= $3::timestamptz)) as incidents
    from integration s where merchant_id = $1::uuid and id = $2::uuid`;

interface Move {
  lane: string;
  toState: string;
  reason: string;
  at: string;
}

interface LanesSince {
  createdAt: Date;
  /** As they are now. */
  lanes: Move[];
  moves: Move[];
  incidents: { closedAt: string | null; changes: unknown }[];
}

/** What a person chose, or that no one finished the setup; what is wrong is told by incidents. */
const CHOSEN_REASONS: readonly string[] = ["window_announced", "no_credentials"];
const isOwnState = ({ toState, reason }: Move): boolean => toState === "paused" || toState === "off" || CHOSEN_REASONS.includes(reason);

/** A lane that never moved was always as it is. */
function ownStates({ lanes, moves }: LanesSince, lane: LaneName): StateSpan[] {
  const moved = moves.filter((move) => move.lane === lane);
  const own = moved.length > 0 ? moved : lanes.filter((now) => now.lane === lane);
  return own.flatMap((move, index) => {
    const end = own[index + 1]?.at;
    return isOwnState(move) ? [{ state: toLaneState(move.toState), from: new Date(move.at), to: end ? new Date(end) : null }] : [];
  });
}

const effectsOn = (lane: LaneName, incidents: LanesSince["incidents"]): StateSpan[] =>
  incidents
    .flatMap(({ closedAt, changes }) => findEffectSpans(effectChangesSchema.parse(changes), closedAt === null ? null : new Date(closedAt)))
    .filter((span) => span.lane === lane)
    .map(({ kind, from, to }) => ({ state: STATE_OF_EFFECT[kind], from, to }));

const CARRIED = `select 'orders' as what, day, count from (${byDay("shop_order", "placed_at", COUNT)}) orders
    union all select 'parcels', day, count from (${byDay("shipment", "recorded_at", COUNT)}) parcels`;

/** Start of each day, as a PostgreSQL array literal. */
const boundsOf = (days: readonly Day[]): string => `{${days.map(({ from }) => from.toISOString()).join()}}`;

/** The days of both directions, from stored incidents and what a person chose; null for unknown and foreign ids. */
export async function readLaneDays({ sql, merchantId }: MerchantReader, integrationId: string, days: readonly Day[], now: Date) {
  const [integration] = await sql.query<LanesSince>(LANES_SINCE, [merchantId, integrationId, days[0]?.from]);
  if (!integration) return null;
  const alive = { from: integration.createdAt, to: now };
  const spread = (lane: LaneName): LaneDay[] =>
    spreadStates(days, [...effectsOn(lane, integration.incidents), ...ownStates(integration, lane)], alive);
  return { orders_in: spread("orders_in"), tracking_out: spread("tracking_out") };
}

/**
 * The daily history of one integration; null for unknown and foreign ids. Reads each table once, through its index by integration and time,
 * and counts in the database.
 */
export async function readHistory(scope: MerchantScope, integrationId: string, days: readonly Day[]): Promise<HistoryDay[] | null> {
  const { merchantId } = scope;
  if (days.length === 0) return [];
  const values = [merchantId, integrationId, boundsOf(days)];
  return readMerchant(scope, async (reader) => {
    const lanes = await readLaneDays(reader, integrationId, days, new Date());
    if (!lanes) return null;
    const exchanges = await reader.sql.query<Exchanged>(EXCHANGES, values);
    const { orders, parcels } = await countCarried(reader, integrationId, days);
    const usual = await readUsualOrders(reader, integrationId, days);
    const nothing: LaneDay = { states: [], tone: null };
    const on = (kind: Exchanged["what"], index: number) => exchanges.find(({ what, day }) => what === kind && day === index + 1);
    return days.map((day, index) => ({
      ...day,
      lanes: { orders_in: lanes.orders_in[index] ?? nothing, tracking_out: lanes.tracking_out[index] ?? nothing },
      runsSucceeded: on("runs", index)?.count ?? 0,
      runsFailed: on("runs", index)?.failed ?? 0,
      checks: on("checks", index)?.count ?? 0,
      orders: orders[index] ?? 0,
      parcels: parcels[index] ?? 0,
      times: meanTimes([on("runs", index), on("checks", index)]),
      answers: {
        answered: (on("runs", index)?.answered ?? 0) + (on("checks", index)?.answered ?? 0),
        slow: (on("runs", index)?.slow ?? 0) + (on("checks", index)?.slow ?? 0),
      },
      usual: usual[index] ?? null,
    }));
  });
}

/** Orders placed and parcels recorded on each day; zeros for unknown and foreign ids. */
export async function countCarried(scope: MerchantScope, integrationId: string, days: readonly Day[]) {
  const values = [scope.merchantId, integrationId, boundsOf(days)];
  const rows = await readMerchant(scope, ({ sql }) => sql.query<Counted & { what: string }>(CARRIED, values));
  const counts = (what: string): number[] =>
    days.map((_, index) => rows.find((row) => row.what === what && row.day === index + 1)?.count ?? 0);
  return { orders: counts("orders"), parcels: counts("parcels") };
}

/** The mean over the runs and checks of one day; null without any response. */
function meanTimes(measured: readonly (Measured | undefined)[]): DayTimes | null {
  const mean = (phase: keyof DayTimes): number | null => {
    const known = measured.flatMap((row) => (row?.[phase] == null ? [] : [{ ms: row[phase], weight: row.answered }]));
    const weight = known.reduce((sum, row) => sum + row.weight, 0);
    return weight === 0 ? null : known.reduce((sum, row) => sum + row.ms * row.weight, 0) / weight;
  };
  const firstByteMs = mean("firstByteMs");
  return firstByteMs === null ? null : { dnsMs: mean("dnsMs"), connectMs: mean("connectMs"), tlsMs: mean("tlsMs"), firstByteMs };
}
