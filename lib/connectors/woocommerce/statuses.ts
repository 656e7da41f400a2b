import { z } from "zod";
import { failed } from "@/lib/connectors/failures";
import type { ShopClient, ShopResult, ShopStatus } from "@/lib/connectors/shop";
import { askWoo } from "@/lib/connectors/woocommerce/client";
import type { WooCredentials } from "@/lib/connectors/woocommerce/credentials";
import { DRAFT } from "@/lib/connectors/woocommerce/orders";

const totalsSchema = z.array(z.object({ slug: z.string().min(1), name: z.string(), total: z.coerce.number().int().nonnegative() }));

/** Every status of the shop, those of plugins too, as its report of totals names and counts them. */
export async function listWooStatuses(client: ShopClient, credentials: WooCredentials): Promise<ShopResult<ShopStatus[]>> {
  const reply = await askWoo(client, credentials, { path: "/reports/orders/totals" });
  if (!reply.ok) return reply;
  const totals = totalsSchema.safeParse(reply.json);
  if (!totals.success) return failed("invalid_response", "totals are not a list", reply.answer);
  const statuses = totals.data.filter(({ slug }) => slug !== DRAFT).map(({ slug, name, total }) => ({ status: slug, name, orders: total }));
  return { ok: true, value: statuses, clockSkewMs: reply.answer.clockSkewMs };
}
