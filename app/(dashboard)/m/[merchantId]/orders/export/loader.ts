import "server-only";
import { getLocale, getTranslations } from "next-intl/server";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { findMerchantScope, isReadOnly } from "@/lib/identity/accounts/loaders";
import { requirePerson } from "@/lib/identity/auth/session";
import { csvFormOf } from "@/lib/orders/export/csv";
import { recordOrderExport } from "@/lib/orders/export/mutations";
import { printOrders } from "@/lib/orders/export/print";
import { firstPage, type OrderQuery } from "@/lib/orders/order-query";

/** The orders of the list as CSV, piece by piece; null for everybody who may not enter or only looks. */
export async function exportOrders(merchantId: string, asked: OrderQuery): Promise<AsyncGenerator<string> | null> {
  const scope = await findMerchantScope(merchantId);
  if (!scope || isReadOnly(scope)) return null;
  // The whole list, wherever the page that was looked at begins; of a shop that is not the merchant's there is none.
  const known = asked.integrationId === null || (await listIntegrationNames(scope)).some(({ id }) => id === asked.integrationId);
  if (!known) return null;
  const query = firstPage(asked);
  const [{ timeZone }, locale, t] = await Promise.all([requirePerson(), getLocale(), getTranslations("orders.export.columns")]);
  await recordOrderExport(scope, query);
  return printOrders(scope, { query, timeZone, form: csvFormOf(locale), words: (column) => t(column) });
}
