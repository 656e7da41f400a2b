import { DAY_MS } from "@/lib/base/units";
import { isTimeZone } from "@/lib/base/wall-clock";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { MerchantReader } from "@/lib/identity/accounts/read-merchant";
import type { Sql } from "@/lib/infra/sql";
import { type History, learnOrderRate, type UsualRange, usualOrders } from "@/lib/sync/silence/order-rate";

/** Older orders say little about the current rate. */
const LEARN_DAYS = 56;

interface Bucket {
  day: string;
  hour: number;
  orders: number;
  first_at: Date;
}

/** $1 time zone, $2 merchant, $3 integration, $4 and $5 the span. */
const BUCKETS = `
  select to_char(wall, 'YYYY-MM-DD') as day, ((extract(isodow from wall) - 1) * 24 + extract(hour from wall))::int as hour,
    count(*)::int as orders, min(placed_at) as first_at
  from (
    select placed_at, placed_at at time zone $1 as wall from shop_order
    where merchant_id = $2::uuid and integration_id = $3::uuid and placed_at > $4::timestamptz and placed_at <= $5::timestamptz
  ) placed
  group by 1, 2`;

/** The orders from which a shop's rate is learned; null if there are none. */
export async function readOrderHistory(
  sql: Sql,
  { merchantId }: Pick<MerchantScope, "merchantId">,
  integrationId: string,
  timeZone: string,
  to: Date,
): Promise<History | null> {
  const from = new Date(to.getTime() - LEARN_DAYS * DAY_MS);
  const buckets = await sql.query<Bucket>(BUCKETS, [timeZone, merchantId, integrationId, from, to]);
  if (buckets.length === 0) return null;
  const byHour = new Map<number, number>();
  const byDay = new Map<string, number>();
  let first = to;
  for (const { day, hour, orders, first_at } of buckets) {
    byHour.set(hour, (byHour.get(hour) ?? 0) + orders);
    byDay.set(day, (byDay.get(day) ?? 0) + orders);
    if (first_at < first) first = first_at;
  }
  return { timeZone, from: first, to, byHour, byDay: [...byDay.values()] };
}

const NEWEST_ORDER = `
  select coalesce(i.shop_time_zone, m.time_zone) as "timeZone", i.last_order_at as "lastOrderAt"
  from integration i join merchant m on m.id = i.merchant_id where i.merchant_id = $1::uuid and i.id = $2::uuid`;

/** How many orders a shop usually gets on each of these days; null for days outside what was learned, and without enough orders. */
export async function readUsualOrders(
  reader: MerchantReader,
  integrationId: string,
  days: readonly { from: Date; to: Date }[],
): Promise<(UsualRange | null)[]> {
  const [shop] = await reader.sql.query<{ timeZone: string; lastOrderAt: Date | null }>(NEWEST_ORDER, [reader.merchantId, integrationId]);
  const nothing = days.map(() => null);
  if (!shop?.lastOrderAt) return nothing;
  const zone = isTimeZone(shop.timeZone) ? shop.timeZone : "UTC";
  const history = await readOrderHistory(reader.sql, reader, integrationId, zone, shop.lastOrderAt);
  const orderRate = history && learnOrderRate(history);
  if (!orderRate) return nothing;
  // A week repeats: days that begin at the same time of the week are expected alike.
  const known = new Map<string, UsualRange>();
  return days.map(({ from, to }) => {
    if (from < history.from) return null;
    const key = `${from.getUTCDay()} ${from.getUTCHours()} ${to.getTime() - from.getTime()}`;
    const usual = known.get(key) ?? usualOrders(orderRate, from, to);
    known.set(key, usual);
    return usual;
  });
}
