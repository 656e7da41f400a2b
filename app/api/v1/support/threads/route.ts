import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerThread, presentThreads } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { listThreads } from "@/lib/support/threads/data";
import { askSupport } from "@/lib/support/threads/mutations";

export const GET = serveOperation(OPERATIONS.listThreads, async ({ scope, mayUse, onlyShops }) => {
  const threads = await listThreads(scope);
  const mayRead = (id: string | null): boolean => (id === null ? onlyShops.length === 0 : mayUse(id));
  return ok({ body: presentThreads(threads.filter(({ integrationId }) => mayRead(integrationId))) });
});

export const POST = serveOperation(OPERATIONS.askSupport, async ({ scope, body, mayUse, onlyShops }) => {
  if (body.integrationId === null ? onlyShops.length > 0 : !mayUse(body.integrationId)) return refuse({ code: "not_found" });
  const asked = await askSupport(scope, body);
  return asked.ok ? answerThread(scope, asked.value.threadId, () => true) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
