import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { requestRefresh } from "@/lib/sync/mutations";

/** Equivalent to clicking Refresh in the page, with the same limits. */
export const POST = serveOperation(OPERATIONS.refreshIntegration, async ({ scope, ids: { integrationId = "" } }) => {
  const requested = await requestRefresh(scope, { integrationId });
  if (requested.ok) return ok({ body: requested.value, location: `/api/v1/runs/${requested.value.runId}` });
  const { reason } = requested;
  if (reason.code === "too_soon") return refuse({ code: reason.code, retryAfterSeconds: reason.retryAfterSeconds });
  return refuse({ code: reason.code });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
