import "server-only";
import { getTimeZone } from "next-intl/server";
import { systemClock } from "@/lib/base/clock";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { countOrdersByDay } from "@/lib/integrations/history/data";
import { listDays } from "@/lib/integrations/history/days";

/** As many days as the small chart of a list row shows. */
const ROW_DAYS = 14;

/** Orders of the last days by integration, for the rows of a list. */
export async function loadOrdersByDay(merchantId: string): Promise<Record<string, number[]>> {
  const scope = await requireMerchantScope(merchantId);
  const days = listDays(systemClock.now(), ROW_DAYS, await getTimeZone());
  return Object.fromEntries(await countOrdersByDay(scope, days));
}
