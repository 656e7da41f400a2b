import type { Transaction } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { FIRST, type Page, readBounds } from "@/lib/orders/privacy/read-bounds";
import type { ReadPage } from "@/lib/orders/privacy/redact-texts";
import { mentionsEmail } from "@/lib/orders/privacy/redact-value";

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

/** The buyers to remove: by normalized addresses, by orders of one shop, or all of that shop. */
export interface ErasureTarget {
  emails: readonly string[];
  integrationId: string | null;
  externalIds: readonly string[];
  wholeShop: boolean;
}

const MERCHANT_ROWS = { key: "id", rows: "merchant_id = $1::uuid" } as const;
const ORDERS = { table: "shop_order", columns: ["raw"], ...MERCHANT_ROWS };
const QUARANTINED = { table: "quarantined_order", columns: ["raw", "error"], ...MERCHANT_ROWS };

interface FoundOrder {
  id: string;
  names: (string | null)[];
  /** The shop's record, if only that may name the buyer. */
  raw: string | null;
}

/** Removes the buyers from one page of orders. @returns the buyer data they contained, too */
export async function stripPage(
  tx: Transaction,
  merchantId: string,
  target: ErasureTarget,
  page: Page,
): Promise<ReadPage & { names: string[] }> {
  const { emails, integrationId, externalIds, wholeShop } = target;
  const { last, searched, isLastPage } = await readBounds(tx, ORDERS, merchantId, page);
  if (last === null) return { after: null, searched, changed: 0, names: [] };
  const found = await tx.$queryRaw<FoundOrder[]>`
    select id::text, array[customer_name, billing->>'name', shipping->>'name', billing->>'company', shipping->>'company',
      billing->>'street1', shipping->>'street1', billing->>'street2', shipping->>'street2', billing->>'phone', shipping->>'phone'] as names,
      case when not is_named then raw::text end as raw
    from (select *, lower(customer_email) = any(${emails}) or lower(coalesce(billing->>'email', '')) = any(${emails})
        or lower(coalesce(shipping->>'email', '')) = any(${emails})
        or coalesce(integration_id = ${integrationId}::uuid and (${wholeShop} and buyer_erased_at is null or external_id = any(${externalIds})), false) as is_named
      from shop_order where merchant_id = ${merchantId}::uuid and id > ${page.after ?? FIRST}::uuid and id <= ${last}::uuid) o
    where is_named or exists (select from unnest(${emails}::text[]) e where strpos(lower(raw::text), e) > 0)`;
  const named = found.filter(({ raw }) => raw === null || mentionsEmail(raw, emails));
  const ids = named.map(({ id }) => id);
  if (ids.length > 0)
    await tx.$executeRaw`update shop_order set ${STRIP} where merchant_id = ${merchantId}::uuid and id = any(${ids}::uuid[])`;
  const names = named.flatMap((order) => order.names).filter((name): name is string => typeof name === "string" && name.trim() !== "");
  return { after: isLastPage ? null : last, searched, changed: ids.length, names: [...new Set(names)] };
}

/** Removes quarantined records that name the buyers from one page of them. */
export async function stripQuarantined(tx: Transaction, merchantId: string, target: ErasureTarget, page: Page): Promise<ReadPage> {
  const { emails, integrationId, externalIds, wholeShop } = target;
  const { last, searched, isLastPage } = await readBounds(tx, QUARANTINED, merchantId, page);
  if (last === null) return { after: null, searched, changed: 0 };
  const found = await tx.$queryRaw<{ id: string; text: string | null }[]>`
    select id::text, case when not is_named then concat_ws(' ', raw::text, error) end as text
    from (select *, coalesce(integration_id = ${integrationId}::uuid and (${wholeShop} or external_id = any(${externalIds})), false) as is_named
      from quarantined_order where merchant_id = ${merchantId}::uuid and id > ${page.after ?? FIRST}::uuid and id <= ${last}::uuid) r
    where is_named or exists (select from unnest(${emails}::text[]) e where strpos(lower(raw::text), e) > 0 or strpos(lower(error), e) > 0)`;
  const ids = found.filter(({ text }) => text === null || mentionsEmail(text, emails)).map(({ id }) => id);
  if (ids.length > 0)
    await tx.$executeRaw`
      update quarantined_order set raw = '{"erased": true}', error = '', dismissed_because = case when dismissed_at is not null then '' end where merchant_id = ${merchantId}::uuid and id = any(${ids}::uuid[])`;
  return { after: isLastPage ? null : last, searched, changed: ids.length };
}

/** Removes the buyers from up to `limit` orders placed before `before`. @returns how many */
export const stripOldOrders = (tx: Transaction, merchantId: string, before: Date, limit: number): Promise<number> =>
  tx.$executeRaw`
    update shop_order set ${STRIP} where merchant_id = ${merchantId}::uuid and id in (
      select id from shop_order where merchant_id = ${merchantId}::uuid and placed_at < ${before} and buyer_erased_at is null
      order by placed_at limit ${limit} for update skip locked)`;
