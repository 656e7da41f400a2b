import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentIncidentWithTimeline } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findIncident } from "@/lib/incidents/data";

export const GET = serveOperation(OPERATIONS.getIncident, async ({ scope, ids: { incidentId = "" }, mayUse }) => {
  const found = await findIncident(scope, incidentId);
  if (!found || !mayUse(found.incident.integrationId)) return refuse({ code: "not_found" });
  return ok({ body: presentIncidentWithTimeline(found.incident, found.entries) });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
