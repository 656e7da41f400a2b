import "server-only";
import { getLocale, getTranslations } from "next-intl/server";
import { listIntegrationNames } from "@/lib/health/shop-names";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { isReadOnly } from "@/lib/identity/accounts/loaders";
import { requirePerson } from "@/lib/identity/auth/session";
import { csvFormOf, printOrders } from "@/lib/orders/export/csv";
import { recordOrderExport } from "@/lib/orders/export/mutations";
import { firstPage, type OrderQuery } from "@/lib/orders/order-query";

/** The listed orders as a CSV stream; null in read-only mode. */
export async function exportOrders(scope: MerchantScope, asked: OrderQuery): Promise<AsyncGenerator<string> | null> {
  if (isReadOnly(scope)) return null;
  // The whole list from its first page; shops of other merchants match nothing.
  const known = asked.integrationId === null || (await listIntegrationNames(scope)).some(({ id }) => id === asked.integrationId);
  if (!known) return null;
  const query = firstPage(asked);
  const [{ timeZone }, locale, t] = await Promise.all([requirePerson(), getLocale(), getTranslations("orders.export.columns")]);
  await recordOrderExport(scope, query);
  return printOrders(scope, { query, timeZone, form: csvFormOf(locale), words: (column) => t(column) });
}
