import type { MerchantScope } from "@/lib/accounts/access";
import type { LaneName } from "@/lib/checks/result";
import { publish } from "@/lib/live/publish";
import type { NotificationKind } from "@/lib/notifications/kinds";
import type { Transaction } from "@/lib/system/db";
import type { Prisma } from "@/lib/system/prisma-client/client";

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
