import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { listEvents } from "@/lib/notify/events/data";

export const GET = serveOperation(OPERATIONS.listEvents, async ({ scope, query, mayUse, onlyShops }) => {
  const { after, from, limit, integrationId = null, types } = query;
  if (integrationId !== null && !mayUse(integrationId)) return refuse({ code: "not_found" });
  const among = onlyShops.length > 0 ? onlyShops : null;
  const page = await listEvents(scope, { after, from: from === undefined ? null : new Date(from), limit, integrationId, among, types });
  return ok({ body: { data: page.events, next: page.next, oldest: page.oldest } });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
