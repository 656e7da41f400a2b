import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentAudit } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { printListCursor } from "@/lib/base/list-cursor";
import { ok } from "@/lib/base/result";
import { listAudit } from "@/lib/identity/audit/data";

export const GET = serveOperation(OPERATIONS.listAudit, async ({ scope, query }) => {
  const { limit, cursor, action = null, integrationId = null, from = null, to = null } = query;
  const filter = { actor: null, action, integrationId, from, to, after: cursor };
  const { entries, more } = await listAudit(scope, filter, { timeZone: "UTC", limit });
  const last = entries.at(-1);
  return ok({ body: presentAudit(entries, more && last ? printListCursor({ at: last.at, id: last.id }) : null) });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
