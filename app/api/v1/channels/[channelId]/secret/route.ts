import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerNewSecret } from "@/lib/api/present-account";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { renewChannelSecret } from "@/lib/notify/mutations";

/** The secret is in this answer only. */
export const POST = serveOperation(OPERATIONS.renewChannelSecret, async ({ scope, ids: { channelId = "" } }) => {
  const renewed = await renewChannelSecret(scope, { channelId });
  if (renewed.ok) return answerNewSecret(scope, channelId, renewed.value.secret);
  return refuse(renewed.reason === "channel_unsigned" ? invalid("channelId", renewed.reason) : { code: "not_found" });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
