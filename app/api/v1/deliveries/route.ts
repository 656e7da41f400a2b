import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentDeliveries } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { printListCursor } from "@/lib/base/list-cursor";
import { ok } from "@/lib/base/result";
import { listDeliveries } from "@/lib/notify/data";

export const GET = serveOperation(OPERATIONS.listDeliveries, async ({ scope, query: { cursor } }) => {
  const { entries, next } = await listDeliveries(scope, cursor);
  return ok({ body: presentDeliveries(entries, next && printListCursor(next)) });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
