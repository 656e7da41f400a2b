import { randomUUID } from "node:crypto";
import { INCIDENTS_OF_LANES } from "@/lib/testing/incidents-of-lanes";

type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

export interface ManyShops {
  merchantId: string;
  needing: number;
  slowed: number;
  inOrder: number;
}

/**
 * Gives the person another merchant with `count` shops: every tenth needs action, every seventh is throttled, the others are healthy. None
 * has an API key, so no shop is contacted.
 */
export async function makeManyShops(query: Query, email: string, count: number): Promise<ManyShops> {
  const merchantId = randomUUID();
  await query("insert into merchant (id, name) values ($1, 'Agency of many shops')", [merchantId]);
  await query("insert into membership (merchant_id, person_id, role) select $1, id, 'owner' from person where email = $2", [
    merchantId,
    email,
  ]);
  await query(
    `insert into integration (merchant_id, id, name, shop_system, base_url, last_order_at)
     select $1, gen_random_uuid(), 'Shop ' || lpad(i::text, 3, '0'), (array['woocommerce','magento','prestashop'])[1 + i % 3], 'https://shop-' || i || '.example', now() - i * interval '1 minute'
     from generate_series(1, $2) i`,
    [merchantId, count],
  );
  await query(
    `insert into lane (merchant_id, integration_id, lane, state, reason, reason_params, since, last_success_at)
     select merchant_id, id, lane,
       case when lane = 'orders_in' and n % 10 = 0 then 'action_needed' when lane = 'orders_in' and n % 7 = 0 then 'throttled' else 'regular' end,
       case when lane = 'orders_in' and n % 10 = 0 then 'failed' when lane = 'orders_in' and n % 7 = 0 then 'failed' else 'none' end,
       case when lane = 'orders_in' and n % 10 = 0 then '{"failure":"credentials_rejected","status":401,"times":1}'
         when lane = 'orders_in' and n % 7 = 0 then '{"failure":"server_error","status":503,"times":3}' else '{}' end::jsonb,
       now() - interval '3 hours', now() - interval '3 hours'
     from (select *, row_number() over (order by name) as n from integration where merchant_id = $1) i, unnest(array['orders_in','tracking_out']) lane`,
    [merchantId],
  );
  await query(INCIDENTS_OF_LANES);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const needing = numbers.filter((n) => n % 10 === 0).length;
  const slowed = numbers.filter((n) => n % 10 !== 0 && n % 7 === 0).length;
  return { merchantId, needing, slowed, inOrder: count - needing - slowed };
}
