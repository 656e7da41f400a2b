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
  /** What the words need besides the names: codes and numbers, of an order its number at most, never a customer or a secret. */
  params?: Prisma.InputJsonObject;
}

/** Notes something that members are to be told of, in the transaction of the change itself: it is told if, and only if, that is committed. */
export async function note(tx: Transaction, scope: MerchantScope, { kind, integrationId, lane, params }: Note): Promise<void> {
  const { merchantId } = scope;
  await tx.notification.create({ data: { merchantId, kind, integrationId, lane: lane ?? null, params: params ?? {} } });
  await publish(tx, { kind: "note", merchantId });
}

/** Records a parcel that only a member can assign: once for each parcel and number, however often its status changes. */
export async function noteUnassignedParcel(
  tx: Transaction,
  { scope, integrationId, parcel }: { scope: MerchantScope; integrationId: string; parcel: Prisma.InputJsonObject },
): Promise<void> {
  const recorded = { merchantId: scope.merchantId, integrationId, kind: "parcel_unassigned", params: { equals: parcel } };
  if ((await tx.notification.count({ where: recorded, take: 1 })) === 0)
    await note(tx, scope, { kind: "parcel_unassigned", integrationId, params: parcel });
}
