import { type Tone, toneRank } from "@/lib/health/lane/tone";
import { NEEDS_ACTION_SQL } from "@/lib/incidents/needs-action-sql";
import type { Sort } from "@/lib/integrations/list/list-view";
import { MIN_CERTAINTY, MIN_WEEKS } from "@/lib/integrations/list/missed-orders";
import { orderPaceSql } from "@/lib/integrations/list/order-pace-sql";
import { AWAITED_TRIGGERS } from "@/lib/sync/awaited-triggers";
import { COUNTS_AGREE_SQL } from "@/lib/sync/past-runs/count-claim";

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(", ");
const rank = (tone: Tone): string => `${toneRank(tone)}`;

/** Index in TONES of what is told of a shop, as in `rowTone` of lib/integrations/story.ts, which follows `describeIncident`. */
const TOLD = `case
    when o.reason = 'no_credentials' or i.credentials is null and o.last_success_at is null then ${rank("action_needed")}
    when o.state = 'paused' then ${rank("idle")}
    when 'window_announced' in (o.reason, t.reason) then ${rank("recovering")}
    when o.state = 'off' then ${rank("idle")}
    when n.facts->>'quietSince' is not null then ${rank("healthy")}
    when n.facts is not null then case when ${NEEDS_ACTION_SQL} then ${rank("action_needed")} else ${rank("recovering")} end
    else ${rank("healthy")} end`;

/** What TOLD needs of a shop `i`. */
const STANDING_OF_SHOP = `
    left join lane o on o.merchant_id = i.merchant_id and o.integration_id = i.id and o.lane = 'orders_in'
    left join lane t on t.merchant_id = i.merchant_id and t.integration_id = i.id and t.lane = 'tracking_out'
    left join incident n on n.merchant_id = i.merchant_id and n.integration_id = i.id and n.closed_at is null`;

/** The shops of all merchants that may be told anything but healthy, with the rank of their tone. `limit` makes the planner look each up by its key. */
export const NOTABLE_SHOPS = `
  select notable.merchant_id, ${TOLD} as rank
  from (
    select merchant_id, integration_id from lane where state <> 'regular'
    union select merchant_id, integration_id from incident where closed_at is null
  ) notable
    join lateral (select merchant_id, id, credentials, refused_visitors from integration x
      where x.merchant_id = notable.merchant_id and x.id = notable.integration_id limit 1) i on true ${STANDING_OF_SHOP}`;

/** Every shop of the merchant $1 with what filters, sorting and counts need. */
const STANDING = `
  select found.*, case when awaited then least(told, ${rank("working")}) else told end as rank
  from (
    select i.merchant_id, i.id, i.name, i.base_url, i.shop_system, i.last_order_at, i.credentials is not null as has_credentials,
      coalesce(o.state, 'regular') as orders_state, o.last_success_at as imported_at, coalesce(t.state, 'regular') as tracking_state,
      coalesce(n.opened_at, least(case when o.state <> 'regular' then coalesce(o.failing_since, o.since) end,
        case when t.state <> 'regular' then coalesce(t.failing_since, t.since) end)) as since, ${TOLD} as told,
      exists (select from sync_run r where r.merchant_id = i.merchant_id and r.integration_id = i.id
        and r.status in ('queued', 'running') and r.trigger in (${quoted(AWAITED_TRIGGERS)})) as awaited,
      exists (select from sync_run r where r.merchant_id = i.merchant_id and r.integration_id = i.id and r.status in ('queued', 'running')) as running
    from integration i ${STANDING_OF_SHOP}
    where i.merchant_id = $1::uuid
  ) found`;

/** What a shop loses while its state lasts: `weighEffect`, but unrounded, with missed orders as in lib/integrations/list/missed-orders.ts. */
const WEIGHED = `
  select s.*, coalesce(m.missed, 0) + case when s.tracking_state = 'regular' then 0 else coalesce(p.parcels, 0) end as weight
  from standing s
  left join (
    select integration_id, count(*) as parcels from shipment where merchant_id = $1::uuid and status <> 'sent' group by integration_id
  ) p on p.integration_id = s.id
  left join lateral (${orderPaceSql("s.merchant_id", "s.id")} and s.orders_state <> 'regular') h on true
  left join lateral (
    select usual - arrived as missed from (
      select avg(week::int) as usual, var_samp(week::int) as variance, count(*) as weeks, (h.pace->>'arrived')::int as arrived
      from json_array_elements_text(h.pace->'weeks') week
    ) seen where weeks >= ${MIN_WEEKS} and usual > arrived and usual - arrived >= ${MIN_CERTAINTY} * sqrt(greatest(usual, variance) * (1 + 1.0 / weeks))
  ) m on true`;

const BY_NAME = "lower(name), id";
const BY_EFFECT = `weight desc, since nulls first, ${BY_NAME}`;

const ORDERS: Readonly<Record<Sort, { from: string; by: string }>> = {
  attention: { from: `(${WEIGHED}) shop`, by: `rank, ${BY_EFFECT}` },
  name: { from: "standing shop", by: BY_NAME },
  last_order: { from: "standing shop", by: `last_order_at desc nulls last, ${BY_NAME}` },
  last_check: {
    from: `(select s.*, c.at as checked_at from standing s left join lateral (
        select coalesce(finished_at, requested_at) as at from reachability_check c
        where c.merchant_id = s.merchant_id and c.integration_id = s.id order by requested_at desc limit 1
      ) c on true) shop`,
    by: `checked_at desc nulls last, ${BY_NAME}`,
  },
};

/**
 * $2 patterns that name or address must match, $3 words with non-ASCII letters, compared by our own functions, $4
 * rank of the tone, $5 shop system; null or empty matches any.
 */
const FITS = `(name || ' ' || base_url) ilike all ($2::text[])
  and not exists (select from unnest($3::text[]) word where not ((has_own_letters(name) and holds_letters(name, word))
    or (base_url like '%xn--%' and holds_letters(own_letters(base_url), word))))
  and ($4::int is null or rank = $4) and ($5::text is null or shop_system = $5)`;

const FITTING = `standing as materialized (select * from (${STANDING}) every where ${FITS})`;

/** $6 limit, $7 offset. */
export const pageOfShops = (sort: Sort): string =>
  `with ${FITTING} select id, (select count(*)::int from standing) as total from ${ORDERS[sort].from} order by ${ORDERS[sort].by} limit $6 offset $7`;

export const MATCHING_IDS = `with ${FITTING} select id from standing order by ${BY_NAME}`;

export const RANKS = `select id, rank from (${STANDING}) shop where $2::uuid is null or id = $2`;

/** Number of shops by tone and shop system, and number of throttled ones. */
export const SHOP_COUNTS = `select rank, shop_system as "shopSystem", count(*)::int as count, (count(*) filter (where orders_state = 'throttled' and not running))::int as throttled
    from (${STANDING}) shop group by rank, shop_system`;

/** The shops of each tone with the largest effect; $2 has the limit for each rank. */
export const FIRST_OF_EACH_TONE = `with standing as materialized (${STANDING})
    select id from (
      select id, rank, row_number() over (partition by rank order by ${BY_EFFECT}) as place from (${WEIGHED}) shop
      where ($2::int[])[rank + 1] > 0
    ) placed where place <= ($2::int[])[rank + 1] order by rank, place`;

/** The overview's facts about all shops together. */
export const OVERVIEW_FACTS = `with shop as materialized (${STANDING}),
    counted as (
      select p.agree from shop s left join lateral (
        select ${COUNTS_AGREE_SQL} as agree from sync_run r
        where r.merchant_id = s.merchant_id and r.integration_id = s.id and r.status = 'succeeded' order by requested_at desc limit 1
      ) p on true where s.rank = ${toneRank("healthy")} and s.imported_at is not null
    )
    select
      max(last_order_at) filter (where rank = ${toneRank("healthy")}) as "lastOrderAt",
      (select count(*)::int from counted) as "healthyImported",
      (select count(*)::int from counted where not agree) as differing,
      (select count(*)::int from counted where agree is null) as uncompared,
      (count(*) filter (where has_credentials))::int as connected,
      (count(*) filter (where has_credentials and imported_at is not null))::int as imported,
      (select count(*)::int from shop s where has_credentials and 'healthy' = (
        select verdict from reachability_check c where c.merchant_id = s.merchant_id and c.integration_id = s.id order by requested_at desc limit 1
      )) as healthy,
      (select id from shop where not has_credentials order by ${BY_NAME} limit 1) as "draftId"
    from shop`;
