import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentRun } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { getRun } from "@/lib/sync/data";

export const GET = serveOperation(OPERATIONS.getRun, async ({ scope, ids: { runId = "" }, mayUse }) => {
  const run = await getRun(scope, runId);
  return run && mayUse(run.integrationId) ? ok({ body: presentRun(run) }) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
