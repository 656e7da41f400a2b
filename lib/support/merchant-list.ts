import { MAX_COUNTED, PAGE_SIZE } from "@/lib/base/paging";
import { Prisma } from "@/lib/infra/prisma-client/client";
import type { MerchantQuery, MerchantState } from "@/lib/support/search";

export interface ListedMerchant {
  id: string;
  name: string;
  createdAt: Date;
  integrations: number;
  members: number;
  /** Shops with a lane that needs action, and shops that recover automatically. */
  needsYou: number;
  recovering: number;
  openThreads: number;
  lastOrderAt: Date | null;
}

const LANE_STATES_OF: Record<Exclude<MerchantState, "no_shop">, readonly string[]> = {
  action_needed: ["action_needed"],
  recovering: ["throttled", "maintenance"],
  idle: ["paused", "off"],
};

function narrowed({ state, shopSystem }: MerchantQuery): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`true`];
  if (state === "no_shop") parts.push(Prisma.sql`not exists (select 1 from integration i where i.merchant_id = m.id)`);
  else if (state)
    parts.push(
      Prisma.sql`m.id in (select merchant_id from lane where state in (${Prisma.join(LANE_STATES_OF[state])}) and state <> 'regular')`,
    );
  if (shopSystem) parts.push(Prisma.sql`exists (select 1 from integration i where i.merchant_id = m.id and i.shop_system = ${shopSystem})`);
  return Prisma.join(parts, " and ");
}

/** Selects the page's merchants first, by one index, and reads counts for those rows only. */
export function listStatement(query: MerchantQuery): Prisma.Sql {
  const offset = (query.page - 1) * PAGE_SIZE;
  const page =
    query.sort === "attention"
      ? Prisma.sql`select m.id from merchant m
          left join (select merchant_id, count(distinct integration_id) as troubled from lane
            where state = 'action_needed' and state <> 'regular' group by merchant_id) t on t.merchant_id = m.id
          where ${narrowed(query)} order by coalesce(t.troubled, 0) desc, lower(m.name), m.id limit ${PAGE_SIZE} offset ${offset}`
      : Prisma.sql`select m.id from merchant m where ${narrowed(query)}
          order by ${query.sort === "newest" ? Prisma.sql`m.created_at desc, m.id` : Prisma.sql`lower(m.name), m.id`}
          limit ${PAGE_SIZE} offset ${offset}`;
  return Prisma.sql`
    with page as materialized (select id, row_number() over () as place from (${page}) found)
    select m.id, m.name, m.created_at as "createdAt",
      (select count(*)::int from integration i where i.merchant_id = m.id) as integrations,
      (select count(*)::int from membership s where s.merchant_id = m.id) as members,
      (select count(distinct integration_id)::int from lane l where l.merchant_id = m.id and l.state = 'action_needed') as "needsYou",
      (select count(distinct integration_id)::int from lane l where l.merchant_id = m.id and l.state in ('throttled', 'maintenance')) as "recovering",
      (select count(*)::int from support_thread t where t.merchant_id = m.id and t.status <> 'solved') as "openThreads",
      (select max(last_order_at) from integration i where i.merchant_id = m.id) as "lastOrderAt"
    from page join merchant m on m.id = page.id order by page.place`;
}

/** Number of matching merchants, counted up to one more than the limit. */
export const countStatement = (query: MerchantQuery): Prisma.Sql =>
  Prisma.sql`select count(*)::int as count from (select from merchant m where ${narrowed(query)} limit ${MAX_COUNTED + 1}) found`;
