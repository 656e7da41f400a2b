import type { MerchantScope } from "@/lib/accounts/access";
import type { LaneName } from "@/lib/checks/result";
import type { NotificationKind } from "@/lib/notifications/kinds";
import { note } from "@/lib/notifications/note";
import type { LaneState } from "@/lib/sync/lane";
import type { Transaction } from "@/lib/system/db";
import type { Prisma } from "@/lib/system/prisma-client/client";

/**
 * What a lane's new state is worth telling, given what was told of it last: once on entering a state that a person must end, once on being
 * in order again. Slowing down and maintenance heal by themselves and are told nobody. Pure.
 */
export function noteworthy(toldLast: NotificationKind | null, state: LaneState): NotificationKind | null {
  const isOpen = toldLast === "needs_you" || toldLast === "switched_off";
  if (state === "action_needed") return toldLast === "needs_you" ? null : "needs_you";
  if (state === "off") return toldLast === "switched_off" ? null : "switched_off";
  return state === "regular" && isOpen ? "recovered" : null;
}

/** Notes the move of a lane where it is worth telling, in the transaction of the move. `params`: the reason, as stored with the lane. */
export async function noteMove(
  tx: Transaction,
  scope: MerchantScope,
  move: { integrationId: string; lane: LaneName; state: LaneState; params: Prisma.InputJsonObject },
): Promise<void> {
  const { integrationId, lane, state, params } = move;
  const last = await tx.notification.findFirst({
    where: { merchantId: scope.merchantId, integrationId, lane },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { kind: true },
  });
  const kind = noteworthy((last?.kind ?? null) as NotificationKind | null, state);
  if (kind) await note(tx, scope, { kind, integrationId, lane, params });
}
