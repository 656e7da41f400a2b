import { SECOND_MS } from "@/lib/base/units";
import { nameOfNameless } from "@/lib/connectors/records/order-fields";
import type { ReadableOrder, UnreadableOrder } from "@/lib/connectors/shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Sql } from "@/lib/infra/sql";
import { type ImportedOrder, ordersImported } from "@/lib/orders/events";
import { stripBuyer, stripUnreadable } from "@/lib/orders/privacy/strip-buyer";
import { findWithheldBuyers, type WithheldBuyers } from "@/lib/orders/privacy/withhold-buyers";
import { isStorableInstant, sortPage, toStorableText } from "@/lib/orders/storable";
import { hashVersion, RECORD_HASH_BYTES, writeRecord } from "@/lib/orders/version-hash";

export interface OrderBatch {
  integrationId: string;
  /** The run that read them; null for an order fetched outside a run. */
  runId: string | null;
  orders: readonly ReadableOrder[];
  unreadable: readonly UnreadableOrder[];
  /** When the shop was asked, by our clock; needed to detect older versions. */
  askedAt?: Date;
  /** The shop listed exactly these versions: they replace a newer version stored before `askedAt`. */
  isShown?: boolean;
}

export type OrderOutcome = "created" | "updated" | "unchanged" | "quarantined";

export interface StoredBatch {
  created: number;
  updated: number;
  /** Already stored in this version or a newer one. */
  unchanged: number;
  quarantined: number;
  /** What became of each order of the batch, by id. */
  outcomes: ReadonlyMap<string, OrderOutcome>;
  /** Ids of orders that the shop returned in a version older than the one stored before the request, as after restoring a backup. */
  older: readonly string[];
}

const SEARCH_LENGTH = 2_000;

/** Searchable text of an order: lower case, accents normalized as in `searchTerms`. */
export function searchTextOf(order: ReadableOrder): string {
  const { billing, shipping } = order;
  const skus = order.lines.map((line) => line.sku);
  const parts = [order.number, order.externalId, billing.name, shipping.name, billing.company, billing.email, shipping.email, ...skus];
  return [...new Set(parts.filter((part) => part !== ""))].join(" ").normalize("NFC").toLowerCase().slice(0, SEARCH_LENGTH);
}

interface Row {
  fields: string;
  /** The shop's record as JSON, serialized once for hash and column. */
  raw: string;
}

/** @param given the order as the shop sent it: versions are compared by its record, even if the buyer is withheld */
function toRow(given: ReadableOrder, isWithheld: boolean): Row {
  const order = isWithheld ? stripBuyer(given) : given;
  const raw = writeRecord(order);
  const fields = JSON.stringify({
    external_id: order.externalId,
    number: order.number,
    status: order.status,
    currency: order.currency,
    total: order.total,
    totals: order.totals,
    customer_name: order.billing.name || order.shipping.name,
    customer_email: order.billing.email || order.shipping.email,
    billing: order.billing,
    shipping: order.shipping,
    lines: order.lines,
    placed_at: order.placedAt,
    modified_at: order.modifiedAt,
    paid_at: order.paidAt,
    raw_hash: isWithheld ? hashVersion(given) : hashVersion(given, raw),
    search_text: searchTextOf(order),
    is_erased: isWithheld,
  });
  return { fields, raw };
}

interface Written {
  created: readonly string[];
  updated: readonly string[];
  /** Both, as programs know them. */
  orders: readonly ImportedOrder[];
}

const NOTHING: Written = { created: [], updated: [], orders: [] };

/**
 * Stores a batch of orders in the caller's transaction and quarantines unreadable ones. Idempotent on (integration, external id); an order never
 * goes back to an older version unless `isShown`. With equal modification times the version read last wins, since shops count in seconds.
 */
export async function storeOrders(sql: Sql, scope: MerchantScope, batch: OrderBatch): Promise<StoredBatch> {
  const { storable, unstorable } = sortPage(batch.orders, batch.unreadable);
  const withheld = await findWithheldBuyers(sql, scope, { integrationId: batch.integrationId, orders: storable, unreadable: unstorable });
  const written = storable.length > 0 ? await upsertOrders(sql, scope, batch, storable, withheld) : NOTHING;
  if (unstorable.length > 0) {
    const records = unstorable.map((record) => (withheld.isUnreadableWithheld(record) ? stripUnreadable(record) : record));
    await quarantined(sql, scope, batch, records);
  }
  if (written.orders.length > 0) {
    const { integrationId, runId } = batch;
    await ordersImported.publish(sql, { scope, integrationId, runId, orders: written.orders });
  }
  const [created, updated] = [written.created.length, written.updated.length];
  const unchanged = storable.length - created - updated;
  const older = unchanged > 0 && !batch.isShown ? await findOlder(sql, scope, batch, storable) : [];
  const outcomes = new Map<string, OrderOutcome>([
    ...storable.map(({ externalId }) => [externalId, "unchanged"] as const),
    ...written.updated.map((externalId) => [externalId, "updated"] as const),
    ...written.created.map((externalId) => [externalId, "created"] as const),
    ...unstorable.map(({ externalId }) => [externalId, "quarantined"] as const),
  ]);
  return { created, updated, unchanged, quarantined: unstorable.length, outcomes, older };
}

/** Assumed accuracy of a shop's clock. */
const CLOCK_MARGIN_SECONDS = 10;

/** An interval instead of an instant, since the clock of the database may differ. */
const secondsSince = (instant: Date): number => (Date.now() - instant.getTime()) / SECOND_MS;

/** SQL: number of customs values present in an order's lines. */
const filled = (row: string): string =>
  `(select count(l->'weightGrams') filter (where l->'weightGrams' <> 'null') + count(l->'originCountry') filter (where l->'originCountry' <> 'null')
    + count(l->'hsCode') filter (where l->'hsCode' <> 'null') from jsonb_array_elements(${row}.lines) l)`;

/** SQL: the part of a version hash that covers the shop's record. */
const record = (hash: string): string => `substring(${hash} for ${RECORD_HASH_BYTES})`;
const RECORD_CHANGED = `${record("known.raw_hash")} <> ${record("excluded.raw_hash")}`;

/**
 * SQL: a referenced value changed (customer e-mail, address, status name). Values that the shop no longer returns are kept: permissions may have
 * been revoked.
 */
const REFERENCES_DIFFER = `(known.status, known.customer_name, known.customer_email, known.billing, known.shipping) is distinct from
      (excluded.status, excluded.customer_name, excluded.customer_email, excluded.billing, excluded.shipping)
      and (excluded.customer_name <> '' or known.customer_name = '') and (excluded.customer_email <> '' or known.customer_email = '')`;

/** Prevents deadlocks between runs and webhooks: each locks the shop before any order. */
const LOCK_SHOP = "shop as materialized (select 1 from integration where merchant_id = $1::uuid and id = $2::uuid for no key update)";
/** Always true; forces the lock before the first row is written. */
const IS_LOCKED = "(select count(*) from shop) >= 0";

/**
 * $1 merchant, $2 integration, $3 rows as JSON, $4 seconds since the shop listed these versions, else null, $5 the orders' records, which
 * are two thirds of the data and are stored verbatim.
 */
const UPSERT = `
    with ${LOCK_SHOP}, incoming as (
      select * from rows from (
        jsonb_to_recordset($3::jsonb) as (
          external_id text, number text, status text, currency text, total numeric, totals jsonb, customer_name text, customer_email text,
          billing jsonb, shipping jsonb, lines jsonb, placed_at timestamptz, modified_at timestamptz, paid_at timestamptz,
          raw_hash text, search_text text, is_erased boolean),
        json_array_elements($5::json)
      ) as r(external_id, number, status, currency, total, totals, customer_name, customer_email, billing, shipping, lines, placed_at, modified_at,
        paid_at, raw_hash, search_text, is_erased, raw)
      where ${IS_LOCKED}
    ), clock as (
      select now() + make_interval(secs => clock_skew_ms / 1000.0 + ${CLOCK_MARGIN_SECONDS}) as latest from integration
      where merchant_id = $1::uuid and id = $2::uuid
    ), written as (
      insert into shop_order as known (merchant_id, id, integration_id, external_id, number, status, currency, total, totals, customer_name,
        customer_email, billing, shipping, lines, placed_at, modified_at, paid_at, raw, raw_hash, search_text, buyer_erased_at)
      select $1::uuid, gen_random_uuid(), $2::uuid, external_id, number, status, currency, total, totals, customer_name,
        customer_email, billing, shipping, lines, placed_at, modified_at, paid_at, raw, decode(raw_hash, 'hex'), search_text, case when is_erased then now() end
      from incoming order by external_id
      on conflict (integration_id, external_id) do update set
        number = excluded.number, status = excluded.status, currency = excluded.currency, total = excluded.total, totals = excluded.totals,
        customer_name = excluded.customer_name, customer_email = excluded.customer_email, billing = excluded.billing,
        shipping = excluded.shipping, lines = excluded.lines, placed_at = excluded.placed_at, modified_at = excluded.modified_at,
        paid_at = excluded.paid_at, raw = excluded.raw, raw_hash = excluded.raw_hash, search_text = excluded.search_text,
        buyer_erased_at = case when excluded.buyer_erased_at is not null then coalesce(known.buyer_erased_at, excluded.buyer_erased_at) end,
        removed_at = null, last_seen_at = now()
      where known.merchant_id = excluded.merchant_id and (known.modified_at < excluded.modified_at or known.removed_at is not null
        or (known.modified_at = excluded.modified_at and (${RECORD_CHANGED} or ${REFERENCES_DIFFER}))
        or (known.modified_at = excluded.modified_at and known.lines <> excluded.lines and ${filled("excluded")} > ${filled("known")})
        or (known.modified_at > (select latest from clock) and ${RECORD_CHANGED})
        or (${RECORD_CHANGED} and known.last_seen_at < clock_timestamp() - make_interval(secs => $4::float8)))
      returning id, external_id, number, xmax = 0 as is_new
    ), resolved as (
      update quarantined_order a set resolved_at = now() from incoming
      where a.merchant_id = $1::uuid and a.integration_id = $2::uuid
        and a.external_id = incoming.external_id and a.resolved_at is null
    ), newest as (
      update integration i set last_order_at = latest.placed_at from (
        select max(placed_at) as placed_at from incoming where placed_at < (select latest + interval '1 day' from clock)) latest
      where i.merchant_id = $1::uuid and i.id = $2::uuid
        and (i.last_order_at is null or i.last_order_at < latest.placed_at)
    )
    select coalesce(array_agg(external_id) filter (where is_new), '{}') as created,
      coalesce(array_agg(external_id) filter (where not is_new), '{}') as updated,
      coalesce(jsonb_agg(jsonb_build_object('orderId', id, 'number', number, 'change', case when is_new then 'created' else 'updated' end)
        order by external_id), '[]') as orders from written`;

async function upsertOrders(sql: Sql, scope: MerchantScope, batch: OrderBatch, orders: ReadableOrder[], withheld: WithheldBuyers) {
  const rows = orders.map((order) => toRow(order, withheld.isWithheld(order)));
  const listOf = (part: keyof Row): string => toStorableText(`[${rows.map((row) => row[part]).join(",")}]`);
  const since = batch.isShown && batch.askedAt ? secondsSince(batch.askedAt) : null;
  const values = [scope.merchantId, batch.integrationId, listOf("fields"), since, listOf("raw")];
  const [written] = await sql.query<Written>(UPSERT, values);
  return written ?? NOTHING;
}

/** $1 merchant, $2 integration, $3 versions as JSON, $4 seconds since the shop was asked. */
const FIND_OLDER = `
    select known.external_id as "externalId" from jsonb_to_recordset($3::jsonb) as r(external_id text, modified_at timestamptz, raw_hash text)
      join shop_order known on known.merchant_id = $1::uuid and known.integration_id = $2::uuid and known.external_id = r.external_id
    where known.modified_at > r.modified_at and known.removed_at is null and ${record("known.raw_hash")} <> ${record("decode(r.raw_hash, 'hex')")}
      and known.last_seen_at < clock_timestamp() - make_interval(secs => $4::float8)`;

async function findOlder(sql: Sql, scope: MerchantScope, batch: OrderBatch, orders: ReadableOrder[]): Promise<string[]> {
  if (!batch.askedAt) return [];
  const versions = orders.map((order) => ({
    external_id: order.externalId,
    modified_at: order.modifiedAt,
    raw_hash: hashVersion(order),
  }));
  const values = [scope.merchantId, batch.integrationId, toStorableText(JSON.stringify(versions)), secondsSince(batch.askedAt)];
  return (await sql.query<{ externalId: string }>(FIND_OLDER, values)).map(({ externalId }) => externalId);
}

const MAX_ERROR_LENGTH = 500;

/** $1 merchant, $2 integration, $3 records as JSON, $4 run. */
const QUARANTINE = `
    with ${LOCK_SHOP}
    insert into quarantined_order as known (merchant_id, id, integration_id, external_id, error, raw, modified_at, run_id)
    select distinct on (external_id) $1::uuid, gen_random_uuid(), $2::uuid, external_id, error, raw, modified_at, $4::uuid
    from jsonb_to_recordset($3::jsonb) as r(external_id text, error text, raw jsonb, modified_at timestamptz)
    where ${IS_LOCKED}
    on conflict (integration_id, external_id) do update
      set error = excluded.error, raw = excluded.raw, modified_at = excluded.modified_at, run_id = excluded.run_id, last_seen_at = now(),
        resolved_at = null, dismissed_at = case when known.resolved_at is null then known.dismissed_at end
      where known.merchant_id = excluded.merchant_id`;

async function quarantined(sql: Sql, scope: MerchantScope, batch: OrderBatch, records: UnreadableOrder[]): Promise<void> {
  const page = JSON.stringify(
    records.map((record) => ({
      external_id: record.externalId.slice(0, 200) || nameOfNameless(record.raw),
      error: record.error.slice(0, MAX_ERROR_LENGTH),
      raw: record.raw ?? {},
      modified_at: record.modifiedAt && isStorableInstant(record.modifiedAt) ? record.modifiedAt : null,
    })),
  );
  await sql.query(QUARANTINE, [scope.merchantId, batch.integrationId, toStorableText(page), batch.runId]);
}
