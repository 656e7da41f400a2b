import { z } from "zod";
import { ok } from "@/lib/base/result";
import { isSameNumber } from "@/lib/connectors/records/names-number";
import type { FoundOrder, ShopResult } from "@/lib/connectors/shop";
import { askShopify, type ShopifyShop } from "@/lib/connectors/shopify/client";
import { FIND_DRAFTS, FIND_ORDER, FIND_ORDERS, orderGid } from "@/lib/connectors/shopify/queries";

const nodeSchema = z.object({
  legacyResourceId: z.coerce.string(),
  name: z.string(),
  displayFinancialStatus: z.string().nullish(),
  cancelledAt: z.string().nullish(),
});
type Node = z.infer<typeof nodeSchema>;
const listSchema = z.object({ orders: z.object({ nodes: z.array(nodeSchema) }) });
const orderSchema = z.object({ order: nodeSchema.nullable() });
const draftSchema = z.object({ legacyResourceId: z.coerce.string(), name: z.string(), status: z.string(), order: nodeSchema.nullish() });
const draftsSchema = z.object({ draftOrders: z.object({ nodes: z.array(draftSchema) }) });

/** Nothing, or not the full amount, was captured. */
const AWAITS_PAYMENT: readonly string[] = ["PENDING", "AUTHORIZED", "PARTIALLY_PAID", "EXPIRED"];

function toFound({ legacyResourceId: externalId, name: number, displayFinancialStatus, cancelledAt }: Node): FoundOrder {
  const status = displayFinancialStatus ?? "";
  return { externalId, number, status, unpaidStatus: !cancelledAt && AWAITS_PAYMENT.includes(status) ? status : null, place: "list" };
}

/** See ShopConnector.findOrders: first by name such as #1001, then by id. */
export async function findShopifyOrders(shop: ShopifyShop, text: string): Promise<ShopResult<FoundOrder[]>> {
  // Quotes and backslashes would end the search term.
  if (!/^[^'"\\]{1,64}$/.test(text)) return ok([]);
  const listed = await askShopify(shop, { query: FIND_ORDERS, variables: { search: `name:'${text}'` } }, listSchema);
  if (!listed.ok) return listed;
  const nodes = listed.data.orders.nodes.filter(({ name }) => isSameNumber(name, text));
  if (/^\d{1,18}$/.test(text)) {
    const direct = await askShopify(shop, { query: FIND_ORDER, variables: { id: orderGid(text) } }, orderSchema);
    if (!direct.ok) return direct;
    if (direct.data.order) nodes.push(direct.data.order);
  }
  const found = new Map(nodes.map((node) => [node.legacyResourceId, toFound(node)]));
  return ok(found.size > 0 ? [...found.values()] : await findDrafts(shop, text));
}

/** Draft orders such as #D12, or the orders they became; none if the app may not read them. */
async function findDrafts(shop: ShopifyShop, text: string): Promise<FoundOrder[]> {
  const reply = await askShopify(shop, { query: FIND_DRAFTS, variables: { search: `'${text}'` } }, draftsSchema);
  if (!reply.ok) return [];
  return reply.data.draftOrders.nodes
    .filter(({ name, legacyResourceId }) => isSameNumber(name, text) || legacyResourceId === text)
    .map(({ legacyResourceId: externalId, name: number, status, order }) =>
      order ? toFound(order) : { externalId, number, status, unpaidStatus: null, place: "draft" },
    );
}
