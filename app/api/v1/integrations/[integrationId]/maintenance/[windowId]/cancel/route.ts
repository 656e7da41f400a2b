import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { listMaintenance } from "@/lib/sync/maintenance/data";
import { cancelMaintenance } from "@/lib/sync/maintenance/mutations";

export const POST = serveOperation(OPERATIONS.cancelMaintenance, async ({ scope, ids: { integrationId = "", windowId = "" } }) => {
  const isOfShop = (await listMaintenance(scope, integrationId)).some(({ id }) => id === windowId);
  if (!isOfShop || !(await cancelMaintenance(scope, { windowId })).ok) return refuse({ code: "not_found" });
  return ok({ body: { data: await listMaintenance(scope, integrationId), nextCursor: null } });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
