import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerEventChannel } from "@/lib/api/present-account";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { chooseEvents } from "@/lib/notify/events/mutations";

export const GET = serveOperation(OPERATIONS.getChannelEvents, ({ scope, ids: { channelId = "" } }) =>
  answerEventChannel(scope, channelId),
);

export const PATCH = serveOperation(OPERATIONS.chooseChannelEvents, async ({ scope, ids: { channelId = "" }, body: { events } }) => {
  const chosen = await chooseEvents(scope, { channelId, events });
  if (chosen.ok) return answerEventChannel(scope, channelId);
  return refuse(chosen.reason === "channel_unsigned" ? invalid("channelId", chosen.reason) : { code: "not_found" });
});

export const { DELETE, OPTIONS, POST, PUT } = otherMethods("GET", "PATCH");
