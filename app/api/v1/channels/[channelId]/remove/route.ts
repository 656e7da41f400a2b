import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerChannels } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { removeChannel } from "@/lib/notify/mutations";

export const POST = serveOperation(OPERATIONS.removeChannel, async ({ scope, ids: { channelId = "" } }) =>
  (await removeChannel(scope, { channelId })).ok ? answerChannels(scope) : refuse({ code: "not_found" }),
);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
