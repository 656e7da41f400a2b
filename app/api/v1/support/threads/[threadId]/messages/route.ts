import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerThread } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { answerThread as writeToThread } from "@/lib/support/threads/mutations";

export const POST = serveOperation(OPERATIONS.answerThread, async ({ scope, ids: { threadId = "" }, body, mayUse, onlyShops }) => {
  const found = await answerThread(scope, threadId, ({ integrationId: id }) => (id === null ? onlyShops.length === 0 : mayUse(id)));
  if (!found.ok) return found;
  const written = await writeToThread(scope, { threadId, ...body });
  return written.ok ? answerThread(scope, threadId, () => true) : refuse({ code: "not_found" });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
