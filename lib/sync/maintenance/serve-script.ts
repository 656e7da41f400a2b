import { z } from "zod";
import { MINUTE_MS } from "@/lib/base/units";
import { spendQuota } from "@/lib/identity/quota/spend";
import { emptyResponse } from "@/lib/infra/empty-response";
import { findByMaintenanceToken } from "@/lib/sync/maintenance/token";
import { MAX_MAINTENANCE_HOURS } from "@/lib/sync/maintenance/window";
import { announceMaintenance, endMaintenance } from "@/lib/sync/mutations";

/** Default duration; a script normally ends its window itself. */
const DEFAULT_MINUTES = 60;
const minutesSchema = z.coerce
  .number()
  .int()
  .min(1)
  .max(MAX_MAINTENANCE_HOURS * 60);

/** The token of `Authorization: Bearer …`; empty without one. */
export const bearerToken = (request: Request): string => /^Bearer ([^\s]+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";

/** Serves deploy scripts, authorized by their token alone: `start` announces maintenance, `end` ends it. */
export async function serveScript(request: Request, token: string, change: string): Promise<Response> {
  const found = change === "start" || change === "end" ? await findByMaintenanceToken(token, new Date()) : null;
  if (!found) return emptyResponse(404);
  const { scope, integrationId } = found;
  const waitSeconds = await spendQuota({ scope }, "announce_maintenance");
  if (waitSeconds !== null) return emptyResponse(429, { "retry-after": `${waitSeconds}` });
  if (change === "end") return emptyResponse((await endMaintenance(scope, { integrationId })).ok ? 204 : 404);
  const minutes = minutesSchema.safeParse(new URL(request.url).searchParams.get("minutes") ?? DEFAULT_MINUTES);
  if (!minutes.success) return emptyResponse(400);
  const until = new Date(Date.now() + minutes.data * MINUTE_MS - 1);
  return emptyResponse((await announceMaintenance(scope, { integrationId, until })).ok ? 204 : 404);
}
