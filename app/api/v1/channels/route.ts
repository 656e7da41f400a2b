import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerChannels } from "@/lib/api/present-account";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { addChannel } from "@/lib/notify/mutations";

export const GET = serveOperation(OPERATIONS.listChannels, ({ scope }) => answerChannels(scope));

/** The secret is in this answer only. */
export const POST = serveOperation(OPERATIONS.addChannel, async ({ scope, body }) => {
  const added = await addChannel(scope, body);
  if (!added.ok) return refuse(added.reason === "too_many_channels" ? { code: "too_many" } : invalid("url", added.reason));
  const channel = (await answerChannels(scope)).value.body.data.find(({ id }) => id === added.value.id);
  return channel ? ok({ body: { ...channel, secret: added.value.secret } }) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
