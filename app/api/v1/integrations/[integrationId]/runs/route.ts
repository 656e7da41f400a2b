import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentRun } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { printListCursor } from "@/lib/base/list-cursor";
import { ok, refuse } from "@/lib/base/result";
import { findIntegrationRow } from "@/lib/integrations/data";
import { listRunsBefore } from "@/lib/sync/past-runs/run-reads";

export const GET = serveOperation(OPERATIONS.listRuns, async ({ scope, ids: { integrationId = "" }, query: { limit, cursor } }) => {
  const [row, { entries, next }] = await Promise.all([
    findIntegrationRow(scope, integrationId),
    listRunsBefore(scope, integrationId, { before: cursor, limit }),
  ]);
  if (!row) return refuse({ code: "not_found" });
  return ok({ body: { data: entries.map(presentRun), nextCursor: next && printListCursor(next) } });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
