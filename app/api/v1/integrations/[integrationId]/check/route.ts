import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentCheck } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { latestCheck } from "@/lib/check/data";
import { findIntegrationRow } from "@/lib/integrations/data";

export const GET = serveOperation(OPERATIONS.getLatestCheck, async ({ scope, ids: { integrationId = "" } }) => {
  const [row, check] = await Promise.all([findIntegrationRow(scope, integrationId), latestCheck(scope, integrationId)]);
  if (!row) return refuse({ code: "not_found" });
  return check ? ok({ body: presentCheck(check) }) : refuse({ code: "no_check" });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
