import type { Transaction } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";

/** SQL: an address reduced to its country. */
const stripped = (column: "billing" | "shipping"): Prisma.Sql =>
  Prisma.raw(`(
  '{"name":"","company":"","street1":"","street2":"","city":"","state":"","postalCode":"","email":"","phone":""}'::jsonb
  || jsonb_build_object('country', coalesce("${column}"->>'country', '')))`);

/** SQL assignments that remove the buyer from a stored order, as strip-buyer.ts does before an order is stored. */
const STRIP = Prisma.sql`customer_name = '', customer_email = '', billing = ${stripped("billing")}, shipping = ${stripped("shipping")},
  raw = '{"erased":true}', buyer_erased_at = now(), search_text = left(lower(concat_ws(' ', number, external_id,
    (select string_agg(distinct l->>'sku', ' ') from jsonb_array_elements(case jsonb_typeof(lines) when 'array' then lines else '[]' end) l
     where l->>'sku' <> ''))), 2000)`;

export interface NamedOrders {
  integrationId: string;
  externalIds: readonly string[];
}

/** Removes the buyer from the named orders and from all with one of the normalized addresses. @returns the buyer data they contained */
export async function stripOrders(
  tx: Transaction,
  merchantId: string,
  emails: readonly string[],
  { integrationId, externalIds }: NamedOrders | { integrationId: null; externalIds: readonly [] } = {
    integrationId: null,
    externalIds: [],
  },
): Promise<{ orders: number; names: string[] }> {
  const found = await tx.$queryRaw<{ id: string; names: string[] }[]>`
    select id::text, array[customer_name, billing->>'name', shipping->>'name', billing->>'company', shipping->>'company',
      billing->>'street1', shipping->>'street1', billing->>'street2', shipping->>'street2', billing->>'phone', shipping->>'phone'] as names
    from shop_order where merchant_id = ${merchantId}::uuid
      and (lower(customer_email) = any(${emails}) or lower(billing->>'email') = any(${emails}) or lower(shipping->>'email') = any(${emails})
        or exists (select from unnest(${emails}::text[]) e where strpos(lower(raw::text), e) > 0)
        or integration_id = ${integrationId}::uuid and external_id = any(${externalIds}))`;
  if (found.length === 0) return { orders: 0, names: [] };
  const ids = found.map(({ id }) => id);
  await tx.$executeRaw`update shop_order set ${STRIP} where merchant_id = ${merchantId}::uuid and id = any(${ids}::uuid[])`;
  const names = found.flatMap((order) => order.names).filter((name): name is string => typeof name === "string" && name !== "");
  return { orders: found.length, names: [...new Set(names)] };
}

/** Removes the buyers from all orders of a shop, and deletes its quarantined records. @returns how many orders */
export async function stripShop(tx: Transaction, merchantId: string, integrationId: string): Promise<number> {
  await tx.$executeRaw`
    update order_set_aside set raw = '{"erased": true}', error = '' where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid`;
  return tx.$executeRaw`
    update shop_order set ${STRIP} where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and buyer_erased_at is null`;
}

/** Removes the buyers from up to `limit` orders placed before `before`. @returns how many */
export const stripOldOrders = (tx: Transaction, merchantId: string, before: Date, limit: number): Promise<number> =>
  tx.$executeRaw`
    update shop_order set ${STRIP} where merchant_id = ${merchantId}::uuid and id in (
      select id from shop_order where merchant_id = ${merchantId}::uuid and placed_at < ${before} and buyer_erased_at is null
      order by placed_at limit ${limit} for update skip locked)`;
