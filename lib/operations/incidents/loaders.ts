import "server-only";
import { z } from "zod";
import { type DayRange, instantsOf } from "@/lib/base/day-range";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { isAllowed, type MerchantScope } from "@/lib/identity/accounts/access";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { requirePerson } from "@/lib/identity/auth/session";
import { listIncidents } from "@/lib/operations/incidents/data";
import { printIncidents } from "@/lib/operations/incidents/print-incidents";

export interface IncidentQuery {
  shopId: string | null;
  days: DayRange;
}

async function readIncidents(scope: MerchantScope, { shopId, days }: IncidentQuery, pages: { page: number; perPage?: number }) {
  const known = shopId !== null && z.uuid().safeParse(shopId).success ? await listIntegrationNames(scope) : [];
  const shop = known.find(({ id }) => id === shopId) ?? null;
  const { timeZone } = await requirePerson();
  const during = instantsOf(days, timeZone);
  return { shop, ...(await listIncidents(scope, { integrationId: shop?.id ?? null, now: new Date(), during, ...pages })) };
}

/** The incidents of a merchant or of one shop, with one page of ended ones. */
export async function loadIncidents(merchantId: string, query: IncidentQuery, page: number) {
  const scope = await requireMerchantScope(merchantId);
  return { mayExport: isAllowed(scope, "export_data"), ...(await readIncidents(scope, query, { page })) };
}

const MAX_EXPORTED = 10_000;

export async function exportIncidents(scope: MerchantScope, query: IncidentQuery): Promise<Generator<string>> {
  const { open, ended } = await readIncidents(scope, query, { page: 1, perPage: MAX_EXPORTED });
  return printIncidents([...open, ...ended]);
}
