import { MAX_COUNTED } from "@/lib/base/paging";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { type Actor, readActor } from "@/lib/identity/accounts/actor";
import { roleOf } from "@/lib/identity/accounts/roles";
import type { SavedView } from "@/lib/identity/preferences/list-settings";
import { inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { EVERYTHING } from "@/lib/integrations/list/list-view";
import { readShopPage, type ShopPage } from "@/lib/integrations/shop-page";
import { countStatement, type ListedMerchant, listStatement } from "@/lib/support/merchant-list";
import type { MerchantQuery } from "@/lib/support/search";

/** One page of matching merchants and their number; `orMore`: counting stopped there. */
export function listMerchants(
  _scope: PlatformScope,
  query: MerchantQuery,
): Promise<{ merchants: ListedMerchant[]; total: number; orMore: boolean }> {
  return inPlatform(async (tx) => {
    const merchants = await tx.$queryRaw<ListedMerchant[]>(listStatement(query));
    const [found] = await tx.$queryRaw<{ count: number }[]>(countStatement(query));
    const count = found?.count ?? 0;
    return { merchants, total: Math.min(count, MAX_COUNTED), orMore: count > MAX_COUNTED };
  });
}

const LISTED_MEMBERS = 50;

export function findMerchantCard(_scope: PlatformScope, merchantId: string) {
  return inPlatform(async (tx) => {
    const found = await tx.merchant.findUnique({
      where: { id: merchantId },
      select: {
        id: true,
        name: true,
        timeZone: true,
        createdAt: true,
        memberships: {
          select: { role: true, person: { select: { name: true, email: true } } },
          orderBy: { person: { name: "asc" } },
          take: LISTED_MEMBERS,
        },
      },
    });
    if (!found) return null;
    const { memberships, ...merchant } = found;
    return { ...merchant, members: memberships.map(({ role, person }) => ({ ...person, role: roleOf(role) })) };
  });
}

export interface Note {
  id: string;
  author: Actor;
  text: string;
  at: Date;
}

export async function listNotes(_scope: PlatformScope, merchantId: string): Promise<Note[]> {
  const rows = await inPlatform((tx) =>
    tx.merchantNote.findMany({ where: { merchantId }, orderBy: [{ at: "desc" }, { id: "desc" }], take: 100 }),
  );
  return rows.map(({ id, author, text, at }) => ({ id, text, at, author: readActor(author) }));
}

export function listSavedViews(_scope: PlatformScope, path: string): Promise<SavedView[]> {
  return inPlatform((tx) =>
    tx.savedView.findMany({ where: { path }, orderBy: { name: "asc" }, select: { id: true, name: true, query: true } }),
  );
}

/** The first page of a merchant's shops as the merchant sees them, most urgent first. */
export const listShops = (_scope: PlatformScope, merchantId: string): Promise<ShopPage> =>
  inPlatform((tx) => readShopPage(sqlWithin(tx), merchantId, EVERYTHING));
