import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerThread } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";

export const GET = serveOperation(OPERATIONS.getThread, ({ scope, ids: { threadId = "" }, mayUse, onlyShops }) =>
  answerThread(scope, threadId, ({ integrationId: id }) => (id === null ? onlyShops.length === 0 : mayUse(id))),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
