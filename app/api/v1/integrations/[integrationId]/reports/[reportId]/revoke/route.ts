import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerReports } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { revokeReport } from "@/lib/operations/reports/mutations";

export const POST = serveOperation(OPERATIONS.revokeReport, async ({ scope, ids: { integrationId = "", reportId = "" } }) => {
  const changed = await revokeReport(scope, { integrationId, reportId });
  return changed.ok ? answerReports(scope, integrationId) : refuse({ code: "not_found" });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
