import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentReport } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findIntegrationRow } from "@/lib/integrations/data";
import { listReports } from "@/lib/operations/reports/data";

export const GET = serveOperation(OPERATIONS.listReports, async ({ scope, ids: { integrationId = "" } }) => {
  const [row, reports] = await Promise.all([findIntegrationRow(scope, integrationId), listReports(scope, integrationId)]);
  return row ? ok({ body: { data: reports.map((report) => presentReport(integrationId, report)) } }) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
