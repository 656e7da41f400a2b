import type { Transaction } from "@/lib/infra/db";
import { INCIDENTS_OF_LANES } from "@/lib/testing/incidents-of-lanes";

export interface FleetSize {
  merchants: number;
  orders: number;
}

/**
 * Fills an empty database with many merchants, each with a member and a shop, and with orders, every fifth with a parcel; one shop in twenty
 * is failing. The database itself generates them, so that 100,000 merchants and a million orders take seconds. `tx` is a platform
 * transaction.
 */
export async function writeLargeFleet(tx: Transaction, { merchants, orders }: FleetSize): Promise<void> {
  await tx.$executeRaw`create function pg_temp.id_of(kind text, n bigint) returns uuid language sql immutable
    as $$ select md5(kind || n)::uuid $$`;
  await tx.$executeRaw`insert into merchant (id, name, created_at)
    select pg_temp.id_of('m', n), 'Handel ' || md5('name' || n) || ' ' || n, now() - make_interval(mins => n) from generate_series(1, ${merchants}::int) n`;
  await tx.$executeRaw`insert into person (id, email, name, password_hash)
    select pg_temp.id_of('p', n), 'p' || n || '@' || md5('mail' || n) || '.example', 'Person ' || md5('person' || n), '-' from generate_series(1, ${merchants}::int) n`;
  await tx.$executeRaw`insert into membership (merchant_id, person_id, role) select pg_temp.id_of('m', n), pg_temp.id_of('p', n), 'owner' from generate_series(1, ${merchants}::int) n`;
  await tx.$executeRaw`insert into integration (merchant_id, id, name, shop_system, base_url, last_order_at)
    select pg_temp.id_of('m', n), pg_temp.id_of('i', n), 'Shop ' || md5('shop' || n), (array['woocommerce', 'magento', 'prestashop', 'shopify'])[1 + n % 4],
      'https://' || md5('host' || n) || '.example', now() from generate_series(1, ${merchants}::int) n`;
  await tx.$executeRaw`insert into lane (merchant_id, integration_id, lane, state, since, last_success_at, failing_since)
    select pg_temp.id_of('m', n), pg_temp.id_of('i', n), lane, case when n % 40 = 0 then 'action_needed' when n % 40 = 1 then 'throttled' else 'regular' end,
      now() - interval '2 days', now() - interval '2 days', case when n % 40 < 2 then now() - interval '2 days' end
    from generate_series(1, ${merchants}::int) n cross join unnest(array['orders_in', 'tracking_out']) lane`;
  await tx.$executeRawUnsafe(INCIDENTS_OF_LANES);
  await tx.$executeRaw`insert into fleet_fact (merchant_id, integration_id, shop_system, server, network, cause, egress, since, checked_at)
    select pg_temp.id_of('m', n), pg_temp.id_of('i', n), (array['woocommerce', 'magento', 'prestashop', 'shopify'])[1 + n % 4],
      (array['nginx', 'apache', 'litespeed'])[1 + n % 3], '10.' || n % 200 || '.' || n % 90 || '.0/24', case when n % 40 < 2 then 'server_error' end, '{}',
      case when n % 40 < 2 then now() - interval '2 days' + make_interval(mins => n % 2800) end, now() from generate_series(1, ${merchants}::int) n`;
  await tx.$executeRaw`insert into shop_order (merchant_id, id, integration_id, external_id, number, status, currency, total, placed_at, modified_at, raw, raw_hash)
    select pg_temp.id_of('m', 1 + n % ${merchants}::int), pg_temp.id_of('o', n), pg_temp.id_of('i', 1 + n % ${merchants}::int), n::text, (1000000 + n)::text,
      'processing', 'EUR', 12, now() - interval '2 days' - make_interval(mins => n % 20000), now(), '{}', '\\x00'
    from generate_series(1, ${orders}::int) n`;
  await tx.$executeRaw`insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, source, recorded_by, status)
    select pg_temp.id_of('m', 1 + n % ${merchants}::int), pg_temp.id_of('s', n), pg_temp.id_of('i', 1 + n % ${merchants}::int), pg_temp.id_of('o', n), 'DHL',
      'JJD' || md5('parcel' || n), 'api', '{}', case when n % 100 = 0 then 'failed' else 'sent' end
    from generate_series(5, ${orders}::int, 5) n`;
}
