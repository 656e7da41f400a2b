import type { MerchantScope } from "@/lib/identity/accounts/access";
import { openCauses } from "@/lib/incidents/effects";
import type { IncidentCause } from "@/lib/incidents/incident";
import { findNewestIncident, recordIncidentEvent } from "@/lib/incidents/record";
import { causeKey } from "@/lib/incidents/transitions";
import type { Transaction } from "@/lib/infra/db";

/** Clears causes whose requests are no longer sent, since key, address or methods changed. The caller holds the shop's lock. */
export async function endCauses(
  tx: Transaction,
  scope: MerchantScope,
  integrationId: string,
  concerns: (cause: IncidentCause) => boolean,
): Promise<void> {
  const incident = await findNewestIncident(tx, scope, integrationId);
  const keys = incident ? openCauses(incident).filter(concerns).map(causeKey) : [];
  if (keys.length === 0) return;
  await recordIncidentEvent(tx, scope, { integrationId, event: { kind: "requests_changed", keys }, now: new Date() });
}
