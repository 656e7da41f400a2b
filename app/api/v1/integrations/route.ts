import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentIntegrations } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { printListCursor } from "@/lib/base/list-cursor";
import { ok } from "@/lib/base/result";
import { listIntegrationsAfter } from "@/lib/integrations/data";

export const GET = serveOperation(OPERATIONS.listIntegrations, async ({ scope, query: { limit, cursor }, mayUse }) => {
  const { entries, next } = await listIntegrationsAfter(scope, { after: cursor, limit });
  return ok({
    body: { data: await presentIntegrations(entries.filter(({ id }) => mayUse(id))), nextCursor: next && printListCursor(next) },
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
