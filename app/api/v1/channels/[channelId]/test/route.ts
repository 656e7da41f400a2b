import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { sendTest } from "@/lib/notify/mutations";

export const POST = serveOperation(OPERATIONS.testChannel, async ({ scope, ids: { channelId = "" } }) =>
  (await sendTest(scope, { channelId })).ok ? ok({ body: { done: true } }) : refuse({ code: "not_found" }),
);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
