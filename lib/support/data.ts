import type { PlatformScope } from "@/lib/accounts/access";
import { likeAnywhere, type MatchKind, type MerchantSearch, PAGE_SIZE } from "@/lib/support/search";
import { inPlatform } from "@/lib/system/db";

export interface FoundMerchant {
  id: string;
  name: string;
  integrations: number;
  members: number;
  /** Null when every merchant is listed. */
  match: { kind: MatchKind; text: string } | null;
}

interface FoundRow {
  id: string;
  name: string;
  integrations: number;
  members: number;
  kind: MatchKind | null;
  text: string | null;
}

/** One page of the merchants that match by name, a member's e-mail, a shop's address or an order's number (whole), by name; `more` tells of a next page. */
export async function searchMerchants(
  _scope: PlatformScope,
  { text, page }: MerchantSearch,
): Promise<{ merchants: FoundMerchant[]; more: boolean }> {
  const pattern = likeAnywhere(text);
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<FoundRow[]>`
      with hit as (
        select id as merchant_id, 1 as rank, 'name' as kind, name as text from merchant where name ilike ${pattern}
        union all
        select m.merchant_id, 2, 'member', p.email from person p join membership m on m.person_id = p.id
          where ${text} <> '' and (p.email ilike ${pattern} or p.name ilike ${pattern})
        union all
        select merchant_id, 3, 'shop', base_url from integration
          where ${text} <> '' and (base_url ilike ${pattern} or name ilike ${pattern})
        union all
        select merchant_id, 4, 'order', number from shop_order where number = ${text}
      ), best as (
        select distinct on (merchant_id) merchant_id, kind, text from hit order by merchant_id, rank, text
      )
      select merchant.id, merchant.name,
        (select count(*)::int from integration i where i.merchant_id = merchant.id) as integrations,
        (select count(*)::int from membership s where s.merchant_id = merchant.id) as members,
        best.kind, best.text
      from best join merchant on merchant.id = best.merchant_id
      order by lower(merchant.name), merchant.id
      limit ${PAGE_SIZE + 1} offset ${(page - 1) * PAGE_SIZE}`,
  );
  const merchants = rows.slice(0, PAGE_SIZE).map(({ kind, text: matched, ...merchant }) => ({
    ...merchant,
    match: text === "" || kind === null || matched === null ? null : { kind, text: matched },
  }));
  return { merchants, more: rows.length > PAGE_SIZE };
}

export interface MerchantCard {
  id: string;
  name: string;
  createdAt: Date;
  members: { name: string; email: string }[];
  integrations: { id: string; name: string; baseUrl: string }[];
  /** Integrations in all; the list holds the first ones. */
  integrationCount: number;
}

const LISTED_INTEGRATIONS = 10;

/** What staff see of a merchant before they open it, or null. */
export function findMerchantCard(_scope: PlatformScope, merchantId: string): Promise<MerchantCard | null> {
  return inPlatform(async (tx) => {
    const found = await tx.merchant.findUnique({
      where: { id: merchantId },
      select: {
        id: true,
        name: true,
        createdAt: true,
        memberships: { select: { person: { select: { name: true, email: true } } }, orderBy: { person: { name: "asc" } } },
        integrations: { select: { id: true, name: true, baseUrl: true }, orderBy: { name: "asc" }, take: LISTED_INTEGRATIONS },
        _count: { select: { integrations: true } },
      },
    });
    if (!found) return null;
    const { memberships, _count, ...merchant } = found;
    return { ...merchant, members: memberships.map(({ person }) => person), integrationCount: _count.integrations };
  });
}
