import { createHash } from "node:crypto";
import type { MerchantScope } from "@/lib/accounts/access";
import { isStorableInstant, sortPage, toStorableJson } from "@/lib/orders/storable";
import type { ShopOrder, UnreadableOrder } from "@/lib/shops/shop";
import type { Transaction } from "@/lib/system/db";

export interface OrderBatch {
  integrationId: string;
  runId: string;
  orders: readonly ShopOrder[];
  unreadable: readonly UnreadableOrder[];
}

export interface StoredBatch {
  created: number;
  updated: number;
  /** Known already in this version or a newer one. */
  unchanged: number;
  setAside: number;
}

const SEARCH_LENGTH = 2_000;

/** Lower-case text that the search of orders looks through. */
export function searchTextOf(order: ShopOrder): string {
  const { billing, shipping } = order;
  const skus = order.lines.map((line) => line.sku);
  const parts = [order.number, order.externalId, billing.name, shipping.name, billing.company, billing.email, shipping.email, ...skus];
  return [...new Set(parts.filter((part) => part !== ""))].join(" ").toLowerCase().slice(0, SEARCH_LENGTH);
}

function toRecord(order: ShopOrder): Record<string, unknown> {
  return {
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
    raw: order.raw,
    raw_hash: createHash("sha256").update(JSON.stringify(order.raw)).digest("hex"),
    search_text: searchTextOf(order),
  };
}

interface Counts {
  created: number;
  updated: number;
}

/**
 * Stores a page of orders in the caller's transaction: one statement for the orders, one for those set aside. Idempotent on (integration,
 * external id); an order never goes back to an older version. Of two versions with the same modification time the one read last stays,
 * since shops count in whole seconds.
 */
export async function storeOrders(tx: Transaction, scope: MerchantScope, batch: OrderBatch): Promise<StoredBatch> {
  const { storable, aside } = sortPage(batch.orders, batch.unreadable);
  const counts = storable.length > 0 ? await upsertOrders(tx, scope, batch.integrationId, storable) : { created: 0, updated: 0 };
  if (aside.length > 0) await setAside(tx, scope, batch, aside);
  return { ...counts, unchanged: storable.length - counts.created - counts.updated, setAside: aside.length };
}

async function upsertOrders(tx: Transaction, scope: MerchantScope, integrationId: string, orders: ShopOrder[]): Promise<Counts> {
  const page = toStorableJson(orders.map(toRecord));
  const [counts] = await tx.$queryRaw<Counts[]>`
    with incoming as (
      select * from jsonb_to_recordset(${page}::jsonb) as r(
        external_id text, number text, status text, currency text, total numeric, totals jsonb, customer_name text, customer_email text,
        billing jsonb, shipping jsonb, lines jsonb, placed_at timestamptz, modified_at timestamptz, paid_at timestamptz,
        raw jsonb, raw_hash text, search_text text)
    ), written as (
      insert into shop_order as known (merchant_id, id, integration_id, external_id, number, status, currency, total, totals, customer_name,
        customer_email, billing, shipping, lines, placed_at, modified_at, paid_at, raw, raw_hash, search_text)
      select ${scope.merchantId}::uuid, gen_random_uuid(), ${integrationId}::uuid, external_id, number, status, currency, total, totals, customer_name,
        customer_email, billing, shipping, lines, placed_at, modified_at, paid_at, raw, decode(raw_hash, 'hex'), search_text
      from incoming order by external_id
      on conflict (integration_id, external_id) do update set
        number = excluded.number, status = excluded.status, currency = excluded.currency, total = excluded.total, totals = excluded.totals,
        customer_name = excluded.customer_name, customer_email = excluded.customer_email, billing = excluded.billing,
        shipping = excluded.shipping, lines = excluded.lines, placed_at = excluded.placed_at, modified_at = excluded.modified_at,
        paid_at = excluded.paid_at, raw = excluded.raw, raw_hash = excluded.raw_hash, search_text = excluded.search_text,
        removed_at = null, last_seen_at = now()
      where known.merchant_id = excluded.merchant_id and (known.modified_at < excluded.modified_at or known.removed_at is not null
        or (known.modified_at = excluded.modified_at and known.raw_hash <> excluded.raw_hash))
      returning xmax = 0 as is_new
    ), resolved as (
      update order_set_aside a set resolved_at = now() from incoming
      where a.merchant_id = ${scope.merchantId}::uuid and a.integration_id = ${integrationId}::uuid
        and a.external_id = incoming.external_id and a.resolved_at is null
    ), newest as (
      update integration i set last_order_at = latest.placed_at from (select max(placed_at) as placed_at from incoming) latest
      where i.merchant_id = ${scope.merchantId}::uuid and i.id = ${integrationId}::uuid
        and (i.last_order_at is null or i.last_order_at < latest.placed_at)
    )
    select count(*) filter (where is_new)::int as created, count(*) filter (where not is_new)::int as updated from written`;
  return counts ?? { created: 0, updated: 0 };
}

const MAX_ERROR_LENGTH = 500;

async function setAside(tx: Transaction, scope: MerchantScope, batch: OrderBatch, records: UnreadableOrder[]): Promise<void> {
  const page = toStorableJson(
    records.map((record) => ({
      // A record without an id is known by its content.
      external_id:
        record.externalId.slice(0, 200) ||
        `unreadable ${createHash("sha256")
          .update(JSON.stringify(record.raw ?? null))
          .digest("hex")
          .slice(0, 16)}`,
      error: record.error.slice(0, MAX_ERROR_LENGTH),
      raw: record.raw ?? {},
      modified_at: record.modifiedAt && isStorableInstant(record.modifiedAt) ? record.modifiedAt : null,
    })),
  );
  await tx.$executeRaw`
    insert into order_set_aside as known (merchant_id, id, integration_id, external_id, error, raw, modified_at, run_id)
    select distinct on (external_id) ${scope.merchantId}::uuid, gen_random_uuid(), ${batch.integrationId}::uuid, external_id, error, raw, modified_at,
      ${batch.runId}::uuid
    from jsonb_to_recordset(${page}::jsonb) as r(external_id text, error text, raw jsonb, modified_at timestamptz)
    on conflict (integration_id, external_id) do update
      set error = excluded.error, raw = excluded.raw, modified_at = excluded.modified_at, run_id = excluded.run_id, last_seen_at = now(), resolved_at = null
      where known.merchant_id = excluded.merchant_id`;
}
