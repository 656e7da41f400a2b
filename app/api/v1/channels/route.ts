import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerChannels, answerNewSecret } from "@/lib/api/present-account";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { addChannel } from "@/lib/notify/mutations";

export const GET = serveOperation(OPERATIONS.listChannels, ({ scope }) => answerChannels(scope));

/** The secret is in this answer only. */
export const POST = serveOperation(OPERATIONS.addChannel, async ({ scope, body }) => {
  const added = await addChannel(scope, body);
  if (!added.ok) return refuse(added.reason === "too_many_channels" ? { code: "too_many" } : invalid("url", added.reason));
  return answerNewSecret(scope, added.value.id, added.value.secret);
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
