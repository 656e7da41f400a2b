import type { EndingNear } from "@/lib/health/endings/events";
import type { LaneName } from "@/lib/health/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import type { NotificationKind } from "@/lib/notify/kinds";

export interface Note {
  kind: NotificationKind;
  integrationId: string | null;
  lane?: LaneName;
  /** Codes and numbers that the text needs, at most the number of an order; no customer data, no secrets. */
  params?: Prisma.InputJsonObject;
}

/** Records a note for the members in the transaction of the change, so that it is sent only if the change is committed. */
export async function note(tx: Transaction, scope: MerchantScope, { kind, integrationId, lane, params }: Note): Promise<void> {
  const { merchantId } = scope;
  await tx.notification.create({ data: { merchantId, kind, integrationId, lane: lane ?? null, params: params ?? {} } });
  await publish(tx, { kind: "note", merchantId });
}

/** Records that something of a shop ends soon: once for each step, apart from outages. */
export const noteEnding = (tx: Transaction, { scope, integrationId, ending }: EndingNear): Promise<void> =>
  note(tx, scope, {
    kind: "ending_soon",
    integrationId,
    params: { what: ending.kind, endsAt: ending.endsAt.toISOString(), version: ending.details.version ?? "" },
  });

/** Records a parcel that a member must assign, once for each parcel and number however often its status changes. */
export async function noteUnassignedParcel(
  tx: Transaction,
  { scope, integrationId, parcel }: { scope: MerchantScope; integrationId: string; parcel: Prisma.InputJsonObject },
): Promise<void> {
  const recorded = { merchantId: scope.merchantId, integrationId, kind: "parcel_unassigned", params: { equals: parcel } };
  if ((await tx.notification.count({ where: recorded, take: 1 })) === 0)
    await note(tx, scope, { kind: "parcel_unassigned", integrationId, params: parcel });
}
