import type { LaneName } from "@/lib/check/result";
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
