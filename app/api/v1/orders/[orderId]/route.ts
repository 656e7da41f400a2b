import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentOrderWithLines } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findOrder } from "@/lib/orders/data";

export const GET = serveOperation(OPERATIONS.getOrder, async ({ scope, ids: { orderId = "" }, mayUse }) => {
  const order = await findOrder(scope, orderId);
  return order && mayUse(order.integration.id) ? ok({ body: presentOrderWithLines(order) }) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
