import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import type { ShopResult, ShopStatus, StatusSum } from "@/lib/connectors/shop";
import { countWooOrders, DRAFT } from "@/lib/connectors/woocommerce/carts";
import { askWoo, type WooShop } from "@/lib/connectors/woocommerce/client";

const totalsSchema = z.array(z.object({ slug: z.string().min(1), name: z.string(), total: z.coerce.number().int().nonnegative() }));

/** Every status of the shop, those of plugins too, as its report of totals names and counts them. */
export async function listWooStatuses(shop: WooShop): Promise<ShopResult<ShopStatus[]>> {
  const reply = await askWoo(shop, { path: "/reports/orders/totals" });
  if (!reply.ok) return reply;
  const totals = totalsSchema.safeParse(reply.json);
  if (!totals.success) return failed("invalid_response", "totals are not a list", reply.answer);
  const statuses = totals.data.filter(({ slug }) => slug !== DRAFT).map(({ slug, name, total }) => ({ status: slug, name, orders: total }));
  return ok(statuses);
}

/** Sums the report of totals up beside the count of the list: see ShopConnector.compareStatuses. */
export async function compareWooStatuses(shop: WooShop): Promise<ShopResult<StatusSum | null>> {
  const statuses = await listWooStatuses(shop);
  if (!statuses.ok) return statuses;
  const byStatus = statuses.value.reduce((sum, { orders }) => sum + (orders ?? 0), 0);
  const listed = await countWooOrders(shop, null);
  if (!listed.ok) return listed;
  return ok(listed.value === null ? null : { listed: listed.value, byStatus });
}
