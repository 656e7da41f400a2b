import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentEventDeliveries } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findEventChannel, listEventDeliveries } from "@/lib/notify/events/data";

export const GET = serveOperation(OPERATIONS.listEventDeliveries, async ({ scope, ids: { channelId = "" }, query: { cursor, limit } }) => {
  if (!(await findEventChannel(scope, channelId))) return refuse({ code: "not_found" });
  return ok({ body: presentEventDeliveries(await listEventDeliveries(scope, { channelId, before: cursor, limit })) });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
