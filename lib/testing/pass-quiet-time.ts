import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { moveDueIncidents } from "@/lib/incidents/move-due-incidents";
import { inPlatform } from "@/lib/infra/db";

/** Lets the shop's incident end, as if nothing had been wrong for two hours. */
export async function passQuietTime(integrationId: string): Promise<void> {
  await inPlatform(
    (tx) => tx.$executeRaw`
      update incident set next_clock_at = now(), facts = facts || jsonb_build_object('quietSince', now() - interval '2 hours')
      where integration_id = ${integrationId}::uuid and closed_at is null and facts->>'quietSince' is not null`,
  );
  await moveDueIncidents(jobPlatformScope("test"));
}
