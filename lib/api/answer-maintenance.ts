import type { OPERATIONS } from "@/lib/api/operations";
import { answerIntegration } from "@/lib/api/present";
import type { Handler } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { listMaintenance } from "@/lib/sync/maintenance/data";
import { planMaintenance } from "@/lib/sync/maintenance/mutations";
import { endMaintenance } from "@/lib/sync/mutations";

export const announceMaintenance: Handler<typeof OPERATIONS.announceMaintenance> = async ({ scope, ids: { integrationId = "" }, body }) => {
  const window = { startsAt: new Date(body.startsAt ?? Date.now()), endsAt: new Date(body.endsAt), timeZone: "UTC" };
  const planned = await planMaintenance(scope, { integrationId, ...window });
  if (!planned.ok && planned.reason === "not_found") return refuse({ code: "not_found" });
  if (!planned.ok) return refuse({ code: "window_invalid", errors: [{ field: "endsAt", code: planned.reason }] });
  const announced = (await listMaintenance(scope, integrationId)).find(({ id }) => id === planned.value.windowId);
  return announced ? ok({ body: announced }) : refuse({ code: "not_found" });
};

/** Ends the current window; without one, nothing changes. */
export const endCurrentMaintenance: Handler<typeof OPERATIONS.endMaintenance> = async ({
  scope,
  ids: { integrationId = "" },
  sentences,
}) => {
  await endMaintenance(scope, { integrationId });
  return answerIntegration(scope, integrationId, sentences);
};
