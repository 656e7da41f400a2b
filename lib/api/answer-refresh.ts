import type { z } from "zod";
import { presentRun } from "@/lib/api/present";
import type { Problem } from "@/lib/api/problems";
import type { runSchema, startedRefreshSchema } from "@/lib/api/resources";
import type { Reply } from "@/lib/api/serve-operation";
import { waitFor } from "@/lib/api/wait-for";
import { ok, type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { getRun } from "@/lib/sync/data";
import { isActive } from "@/lib/sync/past-runs/run-view";
import type { RefreshRefusal, StartedRun } from "@/lib/sync/run/start-run";

type RefreshBody = z.output<typeof startedRefreshSchema> | z.output<typeof runSchema>;

/** What was started; or the ended sync, if it ends while the caller waits. */
export async function answerRefresh(
  scope: MerchantScope,
  requested: Result<StartedRun, RefreshRefusal>,
  waitSeconds: number,
): Promise<Result<Reply<RefreshBody>, Problem>> {
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
}
