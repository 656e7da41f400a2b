import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerChannels } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { chooseChannelKinds } from "@/lib/notify/mutations";

export const PATCH = serveOperation(OPERATIONS.changeChannel, async ({ scope, ids: { channelId = "" }, body: { kinds } }) =>
  (await chooseChannelKinds(scope, { channelId, kinds })).ok ? answerChannels(scope) : refuse({ code: "not_found" }),
);

export const { DELETE, GET, HEAD, OPTIONS, POST, PUT } = otherMethods("PATCH");
