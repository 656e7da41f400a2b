import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerChannels } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { restoreChannel } from "@/lib/notify/mutations";

export const POST = serveOperation(OPERATIONS.restoreChannel, async ({ scope, ids: { channelId = "" } }) => {
  const restored = await restoreChannel(scope, { channelId });
  if (restored.ok) return answerChannels(scope);
  return refuse({ code: restored.reason === "too_many_channels" ? "too_many" : "not_found" });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
