import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { liveOutside } from "@/lib/health/live-outside";
import { countWindow } from "@/lib/sync/backfill/count-window";
import { readWindow } from "@/lib/sync/backfill/window";

export const POST = serveOperation(OPERATIONS.countOrders, async ({ scope, ids: { integrationId = "" }, body }) => {
  const window = readWindow(body, new Date());
  if (!window) return refuse(invalid("from", "window_invalid"));
  const counted = await countWindow(scope, { integrationId, ...window }, await liveOutside());
  if (!counted.ok) return refuse({ code: counted.reason.code });
  return ok({ body: { shop: counted.value.shopCount, ours: counted.value.ourCount } });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
