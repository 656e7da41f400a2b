import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentIncident } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { printListCursor } from "@/lib/base/list-cursor";
import { ok } from "@/lib/base/result";
import { listIncidentsBefore } from "@/lib/incidents/data";

export const GET = serveOperation(OPERATIONS.listIncidents, async ({ scope, query: { limit, cursor }, onlyShops }) => {
  const among = onlyShops.length > 0 ? onlyShops : null;
  const { entries, next } = await listIncidentsBefore(scope, { before: cursor, limit, among });
  return ok({ body: { data: entries.map(presentIncident), nextCursor: next && printListCursor(next) } });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
