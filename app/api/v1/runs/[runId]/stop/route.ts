import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { stopBackfill } from "@/lib/sync/backfill/mutations";
import { getRun } from "@/lib/sync/data";

export const POST = serveOperation(OPERATIONS.stopRun, async ({ scope, ids: { runId = "" }, mayUse }) => {
  const run = await getRun(scope, runId);
  if (!run || !mayUse(run.integrationId)) return refuse({ code: "not_found" });
  const stopped = await stopBackfill(scope, { runId });
  return stopped.ok ? ok({ body: { done: true } }) : refuse({ code: "not_found" });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
