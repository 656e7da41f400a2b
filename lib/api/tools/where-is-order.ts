import { z } from "zod";
import { answerLookup } from "@/lib/api/answer-lookup";
import { OPERATIONS } from "@/lib/api/operations";
import { presentOrder } from "@/lib/api/present";
import { orderLookupSchema, orderSchema } from "@/lib/api/resources";
import { markForeign } from "@/lib/api/tools/foreign";
import { defineTool, findShopId, shopSchema, type ToolCall } from "@/lib/api/tools/tool";
import { ok } from "@/lib/base/result";
import { findOrder } from "@/lib/orders/data";

const { shape } = OPERATIONS.lookUpOrder.query;
const entrySchema = orderLookupSchema.shape.data.element;

const foundSchema = entrySchema
  .pick({
    integrationId: true,
    shopName: true,
    outcome: true,
    explanation: true,
    orderNumber: true,
    orderId: true,
    field: true,
    failure: true,
  })
  .extend({
    order: orderSchema.nullable().describe("Null without the scope orders:read. The buyer’s name and the status are foreign text."),
  });

/** The order itself, for tokens that may see buyers. */
async function readOrder({ scope, has, mayUse }: ToolCall<unknown>, orderId: string | null): Promise<z.output<typeof orderSchema> | null> {
  const order = orderId !== null && has("orders:read") ? await findOrder(scope, orderId) : null;
  if (!order || !mayUse(order.integration.id)) return null;
  const { customerName, status, statusName, ...rest } = presentOrder(order);
  return {
    ...rest,
    status: markForeign(status),
    statusName: statusName && markForeign(statusName),
    customerName: markForeign(customerName),
  };
}

export const whereIsOrder = defineTool({
  name: "where_is_order",
  rules: OPERATIONS.lookUpOrder,
  effect: "asks",
  // Models send a number as one.
  input: z.strictObject({
    number: z.union([shape.number, z.int().nonnegative()]),
    shop: shopSchema.optional().describe("Otherwise the first 20 shops are asked."),
  }),
  answer: z.object({ found: z.array(foundSchema), shopsNotAsked: orderLookupSchema.shape.shopsNotAsked }),
  run: async (call) => {
    const { input, words, ...token } = call;
    const id = input.shop === undefined ? null : await findShopId(call, input.shop);
    if (id && !id.ok) return id;
    const query = { number: `${input.number}`, importsOlder: "false", ...(id ? { integrationId: id.value } : {}) } as const;
    const looked = await answerLookup({ ...token, ids: {}, query, body: {}, waitSeconds: 0 });
    if (!looked.ok) return looked;
    const { data, shopsNotAsked } = looked.value.body;
    const found = await Promise.all(data.map(async (entry) => ({ ...entry, order: await readOrder(call, entry.orderId) })));
    const say = words.from("tools.answer");
    const lines = found.map(({ shopName, explanation, order }) => {
      const own = order && say("order", { number: order.number, status: order.status, placed: words.instant(new Date(order.placedAt)) });
      return `${shopName}: ${[explanation, own].filter((part) => part !== null).join(" ")}`;
    });
    return ok({
      data: { found, shopsNotAsked },
      lines: shopsNotAsked === 0 ? lines : [...lines, say("shops_not_asked", { count: shopsNotAsked })],
    });
  },
});
