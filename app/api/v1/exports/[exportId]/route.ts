import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentExport } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findOrderExport } from "@/lib/orders/export/data";

export const GET = serveOperation(OPERATIONS.getExport, async ({ scope, ids: { exportId = "" }, mayUse }) => {
  const found = await findOrderExport(scope, exportId);
  return found && mayUse(found.integrationId) ? ok({ body: presentExport(found) }) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
