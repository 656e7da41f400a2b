import type { NextRequest } from "next/server";
import { z } from "zod";
import { findMerchantScope, opensData } from "@/lib/identity/accounts/loaders";
import { requirePerson } from "@/lib/identity/auth/session";
import { countUnread } from "@/lib/notify/data";
import { ORDERS_PER_PAGE } from "@/lib/orders/count-fresh";
import { readOrderNews } from "@/lib/orders/data";
import { parseOrderQuery } from "@/lib/orders/order-query";

const shownSchema = z.array(z.uuid()).max(ORDERS_PER_PAGE);

/** Updated rows, number of new orders and unread count for a page of orders. Takes the page's query plus `shown` and the merchant. */
export async function GET(request: NextRequest): Promise<Response> {
  const search = request.nextUrl.searchParams;
  const shown = shownSchema.safeParse((search.get("shown") ?? "").split(",").filter(Boolean));
  const scope = shown.success ? await findMerchantScope(search.get("merchant") ?? "") : null;
  if (!scope || !shown.success || !(await opensData(scope.merchantId))) return new Response(null, { status: 404 });
  const { timeZone } = await requirePerson();
  const query = parseOrderQuery((name) => search.get(name));
  const [news, unread] = await Promise.all([readOrderNews(scope, query, { shown: shown.data, timeZone }), countUnread(scope)]);
  return Response.json({ ...news, unread }, { headers: { "cache-control": "no-store" } });
}
