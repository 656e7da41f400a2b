import { MAX_COUNTED, PAGE_SIZE } from "@/lib/base/paging";
import { type Tone, toneRank } from "@/lib/health/lane/tone";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { NOTABLE_SHOPS } from "@/lib/integrations/list/list-sql";
import type { MerchantQuery } from "@/lib/support/search";

export interface ListedMerchant {
  id: string;
  name: string;
  createdAt: Date;
  integrations: number;
  members: number;
  /** Shops that need action, and shops that recover automatically. */
  needsYou: number;
  recovering: number;
  openThreads: number;
  lastOrderAt: Date | null;
}

const shopsTold = (tone: Tone): Prisma.Sql =>
  Prisma.sql`(select merchant_id from (${Prisma.raw(NOTABLE_SHOPS)}) shop where rank = ${toneRank(tone)})`;

function narrowed({ state, shopSystem }: MerchantQuery): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`true`];
  if (state === "no_shop") parts.push(Prisma.sql`not exists (select 1 from integration i where i.merchant_id = m.id)`);
  else if (state) parts.push(Prisma.sql`m.id in ${shopsTold(state)}`);
  if (shopSystem) parts.push(Prisma.sql`exists (select 1 from integration i where i.merchant_id = m.id and i.shop_system = ${shopSystem})`);
  return Prisma.join(parts, " and ");
}

/** Selects the page's merchants first, by one index, and reads counts for those rows only. */
export function listStatement(query: MerchantQuery): Prisma.Sql {
  const offset = (query.page - 1) * PAGE_SIZE;
  const page =
    query.sort === "attention"
      ? Prisma.sql`select m.id from merchant m
          left join (select merchant_id, count(*) as troubled from ${shopsTold("action_needed")} shop group by 1) t on t.merchant_id = m.id
          where ${narrowed(query)} order by coalesce(t.troubled, 0) desc, lower(m.name), m.id limit ${PAGE_SIZE} offset ${offset}`
      : Prisma.sql`select m.id from merchant m where ${narrowed(query)}
          order by ${query.sort === "newest" ? Prisma.sql`m.created_at desc, m.id` : Prisma.sql`lower(m.name), m.id`}
          limit ${PAGE_SIZE} offset ${offset}`;
  return Prisma.sql`
    with page as materialized (select id, row_number() over () as place from (${page}) found)
    select m.id, m.name, m.created_at as "createdAt",
      (select count(*)::int from integration i where i.merchant_id = m.id) as integrations,
      (select count(*)::int from membership s where s.merchant_id = m.id) as members,
      (select count(*)::int from ${shopsTold("action_needed")} shop where shop.merchant_id = m.id) as "needsYou",
      (select count(*)::int from ${shopsTold("recovering")} shop where shop.merchant_id = m.id) as "recovering",
      (select count(*)::int from support_thread t where t.merchant_id = m.id and t.status <> 'solved') as "openThreads",
      (select max(last_order_at) from integration i where i.merchant_id = m.id) as "lastOrderAt"
    from page join merchant m on m.id = page.id order by page.place`;
}

/** Number of matching merchants, counted up to one more than the limit. */
export const countStatement = (query: MerchantQuery): Prisma.Sql =>
  Prisma.sql`select count(*)::int as count from (select from merchant m where ${narrowed(query)} limit ${MAX_COUNTED + 1}) found`;
