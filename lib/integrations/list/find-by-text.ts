import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type FoundIntegration, searchIntegrations } from "@/lib/integrations/data";
import { listOrders } from "@/lib/orders/data";
import { NO_FILTER, searchTerms } from "@/lib/orders/order-query";

const SHOPS = 6;
const ORDERS = 6;

/** Results of the command palette, as plain JSON. */
export interface Found {
  shops: FoundIntegration[];
  orders: { id: string; number: string; customerName: string; shop: string }[];
}

/** Shops and, if `withOrders`, orders that contain every word of the text; none for a text without words. */
export async function findByText(scope: MerchantScope, text: string, withOrders = true): Promise<Found> {
  const search = text.slice(0, 100).replaceAll("\u0000", "");
  const terms = searchTerms(search);
  if (terms.length === 0) return { shops: [], orders: [] };
  const [shops, orders] = await Promise.all([
    searchIntegrations(scope, terms, SHOPS),
    withOrders ? listOrders(scope, { ...NO_FILTER, search }, { perPage: ORDERS }) : { rows: [] },
  ]);
  return {
    shops,
    orders: orders.rows.map(({ id, number, customerName, integration }) => ({ id, number, customerName, shop: integration.name })),
  };
}
