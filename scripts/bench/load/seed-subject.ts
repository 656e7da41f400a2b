import type pg from "pg";
import { INCIDENTS_OF_LANES } from "@/lib/testing/incidents-of-lanes";

// Fills an empty, migrated database with the measured merchant. Written in SQL, since only reading is measured.

export const SUBJECT = { merchantId: "01930000-0000-7000-8000-000000000001", personId: "01930000-0000-7000-8000-000000000002" };
const INTEGRATIONS = 400;
const ORDERS = 100_000;
/** Shops by state, distributed as in the fleet on an ordinary day. */
const STATE = `case n % 50 when 7 then 'throttled' when 13 then 'action_needed' when 29 then 'paused' else 'regular' end`;
const MERCHANT = `'${SUBJECT.merchantId}'::uuid`;

/** Pages accept only well-formed ids: version 4, variant 8. */
const idOf = (kind: string, number = "n"): string =>
  `overlay(overlay(md5('${kind}' || ${number}) placing '4' from 13) placing '8' from 17)::uuid`;

const STATEMENTS = [
  "set synchronous_commit = off",
  `insert into merchant (id, name) values (${MERCHANT}, 'Subject')`,
  `insert into person (id, email, name, password_hash, locale) values ('${SUBJECT.personId}', 'subject@load.example', 'Subject', '-', 'en')`,
  `insert into membership (merchant_id, person_id, role) values (${MERCHANT}, '${SUBJECT.personId}', 'owner')`,
  `insert into integration (merchant_id, id, name, shop_system, base_url, server_software, last_order_at, next_rescan_at, import_from)
   select ${MERCHANT}, ${idOf("shop")}, 'Shop ' || n, (array['woocommerce','magento','prestashop','shopify'])[1 + n % 4],
     'https://shop-' || n || '.example', (array['nginx','apache','litespeed'])[1 + n % 3],
     now() - make_interval(mins => n % 600), now() + interval '10 years', now() - interval '1 year'
   from generate_series(1, ${INTEGRATIONS}) n`,
  `insert into lane (merchant_id, integration_id, lane, state, since, reason, next_sync_at, next_recovery_probe_at, last_success_at)
   select ${MERCHANT}, ${idOf("shop")}, lane, case when lane = 'orders_in' then ${STATE} else 'regular' end, now() - make_interval(mins => n % 4000),
     'none', case lane when 'orders_in' then now() + make_interval(mins => n % 15) end, null, now() - make_interval(mins => n % 90)
   from generate_series(1, ${INTEGRATIONS}) n, unnest(array['orders_in','tracking_out']) lane`,
  `insert into shop_order (merchant_id, id, integration_id, external_id, number, status, currency, total, customer_name, customer_email,
     lines, placed_at, modified_at, raw, raw_hash, search_text)
   select ${MERCHANT}, ${idOf("order")}, ${idOf("shop", `(1 + n % ${INTEGRATIONS})`)}, n::text, n::text,
     (array['processing','completed','on-hold','cancelled'])[1 + n % 4], 'EUR', 10 + n % 500,
     'Customer ' || n, 'customer' || n || '@mail.example', jsonb_build_array(jsonb_build_object('sku', 'SKU-' || n % 5000, 'name', 'Thing', 'quantity', 1)),
     now() - n * (interval '1 year' / ${ORDERS}), now() - make_interval(secs => n % 30000000),
     '{}', '\\x00', n || ' customer ' || n || ' customer' || n || '@mail.example sku-' || n % 5000
   from generate_series(1, ${ORDERS}) n`,
];

export async function seedSubject(admin: pg.Client): Promise<void> {
  for (const statement of [...STATEMENTS, INCIDENTS_OF_LANES]) await admin.query(statement);
}
