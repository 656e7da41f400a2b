import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerEventChannel } from "@/lib/api/present-account";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { replayEvents } from "@/lib/notify/events/mutations";

export const POST = serveOperation(OPERATIONS.replayEvents, async ({ scope, ids: { channelId = "" }, body }) => {
  const begun = await replayEvents(scope, { channelId, ...body });
  if (begun.ok) return answerEventChannel(scope, channelId);
  return refuse(begun.reason === "no_events_chosen" ? invalid("channelId", begun.reason) : { code: "not_found" });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
