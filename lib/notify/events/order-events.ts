import { MINUTE_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatformSql } from "@/lib/infra/sql";

const BATCH = 1_000;

/**
 * Gives committed events their position in the merchant's log and their sequence number in their shop's. A later commit gets a later number, so
 * whoever reads up to one misses none; concurrent workers wait for each other's row locks. $1 batch.
 */
const ORDER = `
    with waiting as (
      select merchant_id, id, integration_id, at from merchant_event where log_position is null order by at, id limit $1::int for update
    ), placed as (
      select merchant_id, id, integration_id, row_number() over (partition by merchant_id order by at, id) as place,
        row_number() over (partition by merchant_id, integration_id order by at, id) as shop_place
      from waiting
    ), added as (
      select merchant_id, merchant_id as stream_id, count(*) as more from waiting group by 1
      union all
      select merchant_id, integration_id, count(*) from waiting where integration_id is not null group by 1, 2
    ), counted as (
      insert into event_counter as known (merchant_id, stream_id, last) select merchant_id, stream_id, more from added order by merchant_id, stream_id
      on conflict (merchant_id, stream_id) do update set last = known.last + excluded.last
      returning merchant_id, stream_id, last
    ), streams as (
      select merchant_id, stream_id, last - more as before from counted join added using (merchant_id, stream_id)
    ), ordered as (
      update merchant_event e set log_position = log.before + p.place, sequence = shop.before + p.shop_place
      from placed p
        join streams log on log.merchant_id = p.merchant_id and log.stream_id = p.merchant_id
        left join streams shop on shop.merchant_id = p.merchant_id and shop.stream_id = p.integration_id
      where e.merchant_id = p.merchant_id and e.id = p.id
      returning 1
    )
    select count(*)::int as count from ordered`;

/** Orders committed events. @returns how many */
export async function orderEvents(_scope: PlatformScope): Promise<number> {
  const [row] = await inPlatformSql(MINUTE_MS, (sql) => sql.query<{ count: number }>(ORDER, [BATCH]));
  return row?.count ?? 0;
}
