import { announceMaintenance } from "@/lib/api/answer-maintenance";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findIntegrationRow } from "@/lib/integrations/data";
import { listMaintenance } from "@/lib/sync/maintenance/data";

export const GET = serveOperation(OPERATIONS.listMaintenance, async ({ scope, ids: { integrationId = "" } }) => {
  const [row, data] = await Promise.all([findIntegrationRow(scope, integrationId), listMaintenance(scope, integrationId)]);
  return row ? ok({ body: { data, nextCursor: null } }) : refuse({ code: "not_found" });
});

export const POST = serveOperation(OPERATIONS.announceMaintenance, announceMaintenance);

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
