import type { OPERATIONS } from "@/lib/api/operations";
import { presentCheck } from "@/lib/api/present";
import type { Handler } from "@/lib/api/serve-operation";
import { waitFor } from "@/lib/api/wait-for";
import { ok, refuse } from "@/lib/base/result";
import { findCheck } from "@/lib/check/data";
import { requestCheck, requestTestAgain } from "@/lib/check/mutations";

/** Equivalent to "Check now" and "Test again" in the pages, with the same limits. */
export const startCheck: Handler<typeof OPERATIONS.startCheck> = async ({
  scope,
  ids: { integrationId = "" },
  body: { retest },
  waitSeconds,
}) => {
  const started = retest
    ? await requestTestAgain(scope, { integrationId, ofCheckId: retest.checkId, causeIndex: retest.cause })
    : await requestCheck(scope, { integrationId, trigger: "manual" });
  if (!started.ok) {
    const { reason } = started;
    if (reason.code === "not_found") return refuse({ code: "not_found" });
    const code = reason.code === "quota_spent" ? "check_limit" : "too_soon";
    return refuse({ code, retryAfterSeconds: reason.retryAfterSeconds });
  }
  const { checkId } = started.value;
  const isOver = ({ status }: { status: string }): boolean => status === "done" || status === "failed";
  const ended = await waitFor(waitSeconds, () => findCheck(scope, checkId), isOver);
  const location = `/api/v1/checks/${checkId}`;
  return ended ? ok({ body: presentCheck(ended), status: 200, location }) : ok({ body: started.value, location });
};
