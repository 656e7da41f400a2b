import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { resendEvent } from "@/lib/notify/events/mutations";

export const POST = serveOperation(OPERATIONS.resendEvent, async ({ scope, ids: { channelId = "", eventId = "" } }) =>
  (await resendEvent(scope, { channelId, eventId })).ok ? ok({ body: { done: true } }) : refuse({ code: "not_found" }),
);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
