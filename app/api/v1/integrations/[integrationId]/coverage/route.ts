import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentCoverage } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findIntegrationRow } from "@/lib/integrations/data";
import { readCoverage } from "@/lib/sync/coverage-reads";

export const GET = serveOperation(OPERATIONS.getCoverage, async ({ scope, ids: { integrationId = "" } }) => {
  const [row, coverage] = await Promise.all([findIntegrationRow(scope, integrationId), readCoverage(scope, integrationId)]);
  return row ? ok({ body: presentCoverage(integrationId, coverage) }) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
