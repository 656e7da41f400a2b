import pg from "pg";

// Fills an empty, migrated database with a merchant whose pages are measured and with everybody else around it. By SQL alone: what is
// measured is reading, and ten million orders written through the product would take a day.

export interface Scale {
  /** Integrations and orders of the merchant whose pages are asked for. */
  ownIntegrations: number;
  ownOrders: number;
  /** Integrations and orders of all the other merchants together. */
  otherIntegrations: number;
  otherOrders: number;
}

export const SUBJECT = { merchantId: "01930000-0000-7000-8000-000000000001", personId: "01930000-0000-7000-8000-000000000002" };
const INTEGRATIONS_A_MERCHANT = 5;
const ORDERS_A_STATEMENT = 500_000;
/** Shops by their state, as the fleet has them on an ordinary day. */
const STATE = `case n % 50 when 7 then 'throttled' when 13 then 'action_needed' when 29 then 'paused' else 'regular' end`;

/** Pages take well-formed ids alone: version 4, variant 8. */
const idOf = (kind: string, number = "n"): string =>
  `overlay(overlay(md5('${kind}' || ${number}) placing '4' from 13) placing '8' from 17)::uuid`;

/** Indexes that are no constraint are built once everything is there. */
async function withoutIndexes(client: pg.Client, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes i where schemaname = 'public' and tablename = any($1)
     and not exists (select 1 from pg_constraint c where c.conname = i.indexname) and indexdef not like 'CREATE UNIQUE%'`,
    [tables],
  );
  for (const { indexname } of rows) await client.query(`drop index "${indexname}"`);
  await work();
  await client.query("set maintenance_work_mem = '512MB'");
  for (const { indexdef } of rows) await client.query(indexdef);
}

/** SQL for the merchant of an integration by its number. */
type MerchantOf = (number: string) => string;

async function addIntegrations(client: pg.Client, kind: string, merchantOf: MerchantOf, count: number): Promise<void> {
  await client.query(`
    insert into integration (merchant_id, id, name, platform, base_url, server_software, last_order_at, next_rescan_at, import_from)
    select ${merchantOf("n")}, ${idOf(kind)}, 'Shop ' || n, (array['woocommerce','magento','prestashop','shopify'])[1 + n % 4],
      'https://${kind}-' || n || '.example', (array['nginx','apache','litespeed'])[1 + n % 3],
      now() - make_interval(mins => n % 600), now() + interval '10 years', now() - interval '1 year'
    from generate_series(1, ${count}) n`);
  await client.query(`
    insert into lane (merchant_id, integration_id, lane, state, since, reason, next_sync_at, next_look_at, last_success_at)
    select ${merchantOf("n")}, ${idOf(kind)}, lane, case when lane = 'orders_in' then ${STATE} else 'regular' end, now() - make_interval(mins => n % 4000),
      'none', case lane when 'orders_in' then now() + make_interval(mins => n % 15) end, null, now() - make_interval(mins => n % 90)
    from generate_series(1, ${count}) n, unnest(array['orders_in','tracking_out']) lane`);
}

async function addOrders(client: pg.Client, kind: string, merchantOf: MerchantOf, integrations: number, count: number): Promise<void> {
  for (let from = 1; from <= count; from += ORDERS_A_STATEMENT)
    await client.query(`
      insert into shop_order (merchant_id, id, integration_id, external_id, number, status, currency, total, customer_name, customer_email,
        lines, placed_at, modified_at, raw, raw_hash, search_text)
      select ${merchantOf("s")}, ${idOf(`${kind}-order`)}, ${idOf(kind, "s")}, n::text, n::text,
        (array['processing','completed','on-hold','cancelled'])[1 + n % 4], 'EUR', 10 + n % 500,
        'Customer ' || n, 'customer' || n || '@mail.example', jsonb_build_array(jsonb_build_object('sku', 'SKU-' || n % 5000, 'name', 'Thing', 'quantity', 1)),
        now() - make_interval(secs => n * ${Math.max(1, Math.floor(31_536_000 / Math.max(count, 1)))}), now() - make_interval(secs => n % 30000000),
        '{}', '\\x00', n || ' customer ' || n || ' customer' || n || '@mail.example sku-' || n % 5000
      from (select n, 1 + n % ${integrations} as s from generate_series(${from}, ${Math.min(count, from + ORDERS_A_STATEMENT - 1)}) n) numbered`);
}

/** Writes everything; minutes for ten million orders. `tell` hears each step. */
export async function seedScale(databaseUrl: string, scale: Scale, tell: (step: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("set synchronous_commit = off");
    const merchants = Math.ceil(scale.otherIntegrations / INTEGRATIONS_A_MERCHANT);
    const own: MerchantOf = () => `'${SUBJECT.merchantId}'::uuid`;
    const other: MerchantOf = (number) => idOf("merchant", `(${number} % ${Math.max(1, merchants)})`);
    await withoutIndexes(client, ["merchant", "integration", "lane", "shop_order"], async () => {
      tell("merchants and integrations");
      await client.query(`insert into merchant (id, name) values ($1, 'Subject')`, [SUBJECT.merchantId]);
      await client.query(
        `insert into person (id, email, name, password_hash, locale) values ($1, 'subject@load.example', 'Subject', '-', 'en')`,
        [SUBJECT.personId],
      );
      await client.query(`insert into membership (merchant_id, person_id, role) values ($1, $2, 'owner')`, [
        SUBJECT.merchantId,
        SUBJECT.personId,
      ]);
      await client.query(
        `insert into merchant (id, name) select ${idOf("merchant")}, 'Merchant ' || n from generate_series(0, ${merchants - 1}) n`,
      );
      await addIntegrations(client, "own", own, scale.ownIntegrations);
      if (scale.otherIntegrations > 0) await addIntegrations(client, "other", other, scale.otherIntegrations);
      tell("orders");
      await addOrders(client, "own", own, scale.ownIntegrations, scale.ownOrders);
      if (scale.otherOrders > 0) await addOrders(client, "other", other, scale.otherIntegrations, scale.otherOrders);
      tell("indexes");
    });
    tell("statistics");
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}
