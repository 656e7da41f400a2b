import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { requestBackfill } from "@/lib/sync/backfill/mutations";
import { readWindow } from "@/lib/sync/backfill/window";

const CODES = { backfill_paused: "paused", backfill_waits_already: "shop_busy" } as const;

export const POST = serveOperation(OPERATIONS.startBackfill, async ({ scope, ids: { integrationId = "" }, body }) => {
  const window = readWindow(body, new Date());
  if (!window) return refuse(invalid("from", "window_invalid"));
  const requested = await requestBackfill(scope, { integrationId, ...window });
  if (requested.ok) return ok({ body: requested.value, location: `/api/v1/runs/${requested.value.runId}` });
  const { reason } = requested;
  return refuse({ code: reason === "backfill_paused" || reason === "backfill_waits_already" ? CODES[reason] : reason });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
