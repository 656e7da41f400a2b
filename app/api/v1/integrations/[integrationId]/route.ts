import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentIntegration } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findIntegrationRow } from "@/lib/integrations/data";

export const GET = serveOperation(OPERATIONS.getIntegration, async ({ scope, ids: { integrationId = "" } }) => {
  const row = await findIntegrationRow(scope, integrationId);
  return row ? ok({ body: presentIntegration(row) }) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
