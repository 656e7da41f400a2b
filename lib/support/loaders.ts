import "server-only";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { anyKey } from "@/lib/i18n/any-key";
import { isAllowed } from "@/lib/identity/accounts/access";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { listAllAudit } from "@/lib/identity/audit/data";
import { EVERYTHING_LOGGED } from "@/lib/identity/audit/schema";
import { requirePerson } from "@/lib/identity/auth/session";
import { findMerchantCard, listMerchants, listNotes, listSavedViews, listShops } from "@/lib/support/data";
import { findAnything } from "@/lib/support/find";
import { findCauses } from "@/lib/support/find-causes";
import { parseMerchantQuery } from "@/lib/support/search";

/** The start of the console: search results or, without a search, the list of merchants. */
export async function loadMerchants(search: Record<string, unknown>) {
  const scope = await requireStaffScope();
  const query = parseMerchantQuery(search);
  const views = await listSavedViews(scope, "/support");
  const rights = { mayWrite: isAllowed(scope, "write_notes"), maySearchBuyers: isAllowed(scope, "search_buyers") };
  if (query.text === "") return { query, views, ...rights, hits: null, causes: [], ...(await listMerchants(scope, query)) };
  const names = anyKey(await getTranslations("causes"));
  const [hits, causes] = await Promise.all([findAnything(scope, query.text), findCauses(scope, query.text, names)]);
  return { query, views, ...rights, hits, causes, merchants: [], total: 0, orMore: false };
}

export const loadMerchantCard = cache(async (merchantId: string) => {
  const scope = await requireStaffScope();
  if (!z.uuid().safeParse(merchantId).success) notFound();
  return (await findMerchantCard(scope, merchantId)) ?? notFound();
});

const ACTS_SHOWN = 12;

/** What staff see of a merchant before they enter it: identity, state of every shop, recent actions, and staff's notes. */
export async function loadMerchantPage(merchantId: string) {
  const scope = await requireStaffScope();
  const merchant = await loadMerchantCard(merchantId);
  const { timeZone } = await requirePerson();
  const [{ rows, total }, notes, acts] = await Promise.all([
    listShops(scope, merchantId),
    listNotes(scope, merchantId),
    listAllAudit(scope, { ...EVERYTHING_LOGGED, merchantId }, { timeZone, limit: ACTS_SHOWN }),
  ]);
  return {
    merchant,
    rows,
    shops: total,
    notes,
    acts: acts.entries,
    mayAct: isAllowed(scope, "act_for_merchant"),
    mayWrite: isAllowed(scope, "write_notes"),
  };
}
