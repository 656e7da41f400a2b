import "server-only";
import { notFound } from "next/navigation";
import { getTimeZone } from "next-intl/server";
import { cache } from "react";
import { systemClock } from "@/lib/base/clock";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { countOrdersByDay, type HistoryDay, readHistory } from "@/lib/integrations/history/data";
import { listDays } from "@/lib/integrations/history/days";
import { loadIntegration } from "@/lib/integrations/loaders";
import { type Coverage, readCoverage } from "@/lib/sync/coverage-reads";

export const HISTORY_DAYS = 90;
/** As many days as the small chart of a list row shows. */
export const ROW_DAYS = 14;

export interface History {
  days: HistoryDay[];
  /** What the ledger confirms: what lies outside may be missing. */
  coverage: Coverage | null;
  /** The zone that the days are of. */
  timeZone: string;
}

/** The last 90 days of an integration, in the zone of the person who asks; once in each request. */
export const loadHistory = cache(async (merchantId: string, integrationId: string): Promise<History> => {
  const { scope } = await loadIntegration(merchantId, integrationId);
  const timeZone = await getTimeZone();
  const { days, coverage } = await readMerchant(scope, async (reader) => ({
    days: await readHistory(reader, integrationId, listDays(systemClock.now(), HISTORY_DAYS, timeZone)),
    coverage: await readCoverage(reader, integrationId),
  }));
  return days ? { days, coverage, timeZone } : notFound();
});

/** Orders of the last days by integration, for the rows of a list. */
export async function loadOrdersByDay(merchantId: string): Promise<Record<string, number[]>> {
  const scope = await requireMerchantScope(merchantId);
  const days = listDays(systemClock.now(), ROW_DAYS, await getTimeZone());
  return Object.fromEntries(await countOrdersByDay(scope, days));
}
