import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findIntegrationRow } from "@/lib/integrations/data";
import { listMaintenance } from "@/lib/sync/maintenance/data";
import { planMaintenance } from "@/lib/sync/maintenance/mutations";

export const GET = serveOperation(OPERATIONS.listMaintenance, async ({ scope, ids: { integrationId = "" } }) => {
  const [row, data] = await Promise.all([findIntegrationRow(scope, integrationId), listMaintenance(scope, integrationId)]);
  return row ? ok({ body: { data, nextCursor: null } }) : refuse({ code: "not_found" });
});

export const POST = serveOperation(OPERATIONS.announceMaintenance, async ({ scope, ids: { integrationId = "" }, body }) => {
  const window = { startsAt: new Date(body.startsAt ?? Date.now()), endsAt: new Date(body.endsAt), timeZone: "UTC" };
  const planned = await planMaintenance(scope, { integrationId, ...window });
  if (!planned.ok && planned.reason === "not_found") return refuse({ code: "not_found" });
  if (!planned.ok) return refuse({ code: "window_invalid", errors: [{ field: "endsAt", code: planned.reason }] });
  const announced = (await listMaintenance(scope, integrationId)).find(({ id }) => id === planned.value.windowId);
  return announced ? ok({ body: announced }) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
