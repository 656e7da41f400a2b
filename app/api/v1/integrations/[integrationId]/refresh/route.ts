import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentRun } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { waitFor } from "@/lib/api/wait-for";
import { ok, refuse } from "@/lib/base/result";
import { getRun } from "@/lib/sync/data";
import { requestRefresh } from "@/lib/sync/mutations";
import { isActive } from "@/lib/sync/past-runs/run-view";

/** Equivalent to clicking Refresh in the page, with the same limits. */
export const POST = serveOperation(OPERATIONS.refreshIntegration, async ({ scope, ids: { integrationId = "" }, waitSeconds }) => {
  const requested = await requestRefresh(scope, { integrationId });
  if (!requested.ok) {
    const { reason } = requested;
    if (reason.code === "too_soon") return refuse({ code: reason.code, retryAfterSeconds: reason.retryAfterSeconds });
    return refuse({ code: reason.code });
  }
  const { runId } = requested.value;
  const ended = await waitFor(
    waitSeconds,
    () => getRun(scope, runId),
    (run) => !isActive(run),
  );
  const location = `/api/v1/runs/${runId}`;
  return ended ? ok({ body: presentRun(ended), status: 200, location }) : ok({ body: requested.value, location });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
