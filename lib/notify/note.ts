import type { EndingNear } from "@/lib/health/events";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { IncidentMoved } from "@/lib/incidents/events";
import { recordOf } from "@/lib/incidents/recall-incident";
import type { Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import type { NotificationKind } from "@/lib/notify/kinds";

export interface Note {
  kind: NotificationKind;
  integrationId: string | null;
  lane?: LaneName;
  /** Codes and numbers for the text, at most an order number; no customer data, no secrets. */
  params?: Prisma.InputJsonObject;
  /** Now by default. */
  at?: Date;
}

/** Records a note for the members in the transaction of the change, so that it is sent only if that commits. */
export async function note(tx: Transaction, scope: MerchantScope, { kind, integrationId, lane, params, at }: Note): Promise<void> {
  const { merchantId } = scope;
  await tx.notification.create({
    data: { merchantId, kind, integrationId, lane: lane ?? null, params: params ?? {}, ...(at ? { at } : {}) },
  });
  await publish(tx, { kind: "note", merchantId });
}

/** Records that something of a shop ends soon: once per step, separately from outages. */
export const noteEnding = (tx: Transaction, { scope, integrationId, ending }: EndingNear): Promise<void> =>
  note(tx, scope, {
    kind: "ending_soon",
    integrationId,
    params: { what: ending.kind, endsAt: ending.endsAt.toISOString(), version: ending.details.version ?? "" },
  });

/** Records a parcel that a member must assign, once per parcel and number, however often its status changes. */
export async function noteUnassignedParcel(
  tx: Transaction,
  { scope, integrationId, parcel }: { scope: MerchantScope; integrationId: string; parcel: Prisma.InputJsonObject },
): Promise<void> {
  const recorded = { merchantId: scope.merchantId, integrationId, kind: "parcel_unassigned", params: { equals: parcel } };
  if ((await tx.notification.count({ where: recorded, take: 1 })) === 0)
    await note(tx, scope, { kind: "parcel_unassigned", integrationId, params: parcel });
}

const KIND_OF_ENTRY = { switched_off: "switched_off", off_soon: "off_soon", report_passed: "report_green" } as const;

/** The note for what moved in an incident, or null. Pure. */
function noteOf({ tell, entries, incident }: Pick<IncidentMoved, "tell" | "entries" | "incident">): Omit<Note, "integrationId"> | null {
  const entry = entries.find(({ kind }) => kind in KIND_OF_ENTRY);
  const params = { incidentId: incident.id, incident: recordOf(incident) as Prisma.InputJsonObject };
  if (tell === "all_clear") return { kind: "recovered", params };
  if (!entry) return tell === null ? null : { kind: "needs_you", params };
  const lane = LANES.find((one) => one === entry.details["lane"]);
  const kind = KIND_OF_ENTRY[entry.kind as keyof typeof KIND_OF_ENTRY];
  return { kind, ...(lane ? { lane } : {}), params: { ...entry.details, ...params } };
}

/**
 * Records what members are to be notified of an incident, in the transaction that moved it. What one check finds moves it several times:
 * that is one note, as long as nobody was sent it.
 */
export async function noteIncident(tx: Transaction, moved: IncidentMoved): Promise<void> {
  const { scope, integrationId, incident, at } = moved;
  const found = noteOf(moved);
  if (!found) return;
  const told = { merchantId: scope.merchantId, integrationId, kind: "needs_you", fannedOutAt: null };
  const ofIncident = { params: { path: ["incidentId"], equals: incident.id } };
  if (found.kind === "needs_you" && found.params) {
    const { count } = await tx.notification.updateMany({ where: { ...told, ...ofIncident }, data: { params: found.params } });
    if (count > 0) return;
  }
  await note(tx, scope, { ...found, integrationId, at });
}
