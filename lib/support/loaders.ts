import "server-only";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireStaffScope } from "@/lib/accounts/loaders";
import { findMerchantCard, type MerchantCard, searchMerchants } from "@/lib/support/data";
import { parseMerchantSearch } from "@/lib/support/search";

export async function loadMerchantSearch(query: Record<string, unknown>) {
  const scope = await requireStaffScope();
  const search = parseMerchantSearch(query);
  return { search, ...(await searchMerchants(scope, search)) };
}

export async function loadMerchantCard(merchantId: string): Promise<MerchantCard> {
  const scope = await requireStaffScope();
  if (!z.uuid().safeParse(merchantId).success) notFound();
  return (await findMerchantCard(scope, merchantId)) ?? notFound();
}
