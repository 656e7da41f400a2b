import { randomUUID } from "node:crypto";
import type pg from "pg";
import { seal } from "@/lib/infra/secrets";
import { connectShop } from "@/lib/testing/connect-shop";
import { refreshNow, SHOP_KEYS } from "@/lib/testing/sync-shop";

const SHOPS_OF_A_MERCHANT = 10;
const CHUNK = 5_000;

/** Imports one shop with the product's code and copies its rows to many integrations, each with its own sealed credentials. */
export async function seedIntegrations(
  admin: pg.Client,
  options: { baseUrl: string; integrations: number; intervalSeconds: number },
): Promise<void> {
  const { baseUrl, integrations, intervalSeconds } = options;
  const template = await connectShop({ baseUrl, credentials: SHOP_KEYS });
  const imported = await refreshNow(template);
  if (imported.status !== "succeeded") throw new Error(`The template was not imported: ${imported.failure ?? imported.status}.`);
  await admin.query("create table bench_seed (integration_id uuid, merchant_id uuid, credentials bytea, key_id text)");
  for (let start = 0; start < integrations; start += CHUNK) {
    const ids = Array.from({ length: Math.min(CHUNK, integrations - start) }, () => randomUUID());
    const merchants = ids.map((_, index) => Math.floor(index / SHOPS_OF_A_MERCHANT));
    const merchantIds = Array.from({ length: Math.ceil(ids.length / SHOPS_OF_A_MERCHANT) }, () => randomUUID());
    const sealed = ids.map((id) => seal(JSON.stringify(SHOP_KEYS), `integration:${id}`));
    await admin.query("insert into bench_seed select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[])", [
      ids,
      merchants.map((index) => merchantIds[index]),
      sealed.map(({ bytes }) => Buffer.from(bytes)),
      sealed.map(({ keyId }) => keyId),
    ]);
  }
  const from = template.integrationId;
  const copies = [
    "insert into merchant (id, name) select distinct merchant_id, 'Bench' from bench_seed",
    `insert into integration (merchant_id, id, name, shop_system, base_url, credentials, credentials_key_id, sync_interval_seconds, clock_skew_ms, last_order_at, next_rescan_at)
     select s.merchant_id, s.integration_id, 'Shop', t.shop_system, t.base_url, s.credentials, s.key_id, ${intervalSeconds}, t.clock_skew_ms, t.last_order_at, now() + interval '1 day'
     from bench_seed s cross join (select * from integration where id = '${from}') t`,
    `insert into lane (merchant_id, integration_id, lane, last_success_at)
     select merchant_id, integration_id, lane, now() from bench_seed cross join (values ('orders_in'), ('tracking_out')) as names(lane)`,
    `insert into coverage_interval (merchant_id, id, integration_id, covered_from, covered_to)
     select s.merchant_id, gen_random_uuid(), s.integration_id, t.covered_from, t.covered_to
     from bench_seed s cross join (select * from coverage_interval where integration_id = '${from}') t`,
    `insert into shop_order (merchant_id, id, integration_id, external_id, number, status, currency, total, totals, customer_name, customer_email, billing,
       shipping, lines, placed_at, modified_at, paid_at, raw, raw_hash, search_text)
     select s.merchant_id, gen_random_uuid(), s.integration_id, t.external_id, t.number, t.status, t.currency, t.total, t.totals, t.customer_name,
       t.customer_email, t.billing, t.shipping, t.lines, t.placed_at, t.modified_at, t.paid_at, t.raw, t.raw_hash, t.search_text
     from bench_seed s cross join (select * from shop_order where integration_id = '${from}') t`,
    "update lane set last_success_at = null, next_sync_at = null where integration_id not in (select integration_id from bench_seed)",
    "vacuum analyze merchant, integration, lane, coverage_interval, shop_order, sync_run",
  ];
  for (const copy of copies) {
    const { rowCount } = await admin.query(copy).catch((error: unknown) => {
      throw new Error(`Could not seed: ${copy.slice(0, 80)}`, { cause: error });
    });
    if (rowCount === 0) throw new Error(`Seeded nothing: ${copy.slice(0, 80)}`);
  }
}
