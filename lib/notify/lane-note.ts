import type { LaneName } from "@/lib/check/result";
import type { LaneState } from "@/lib/health/lane";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import type { NotificationKind } from "@/lib/notify/kinds";
import { note } from "@/lib/notify/note";

/**
 * What a lane's new state is worth telling, given what was told of it last: once on entering a state that a person must end, once on being
 * in order again. Slowing down and maintenance heal by themselves and are told nobody, unless they last (`warned`, see warnDue of lib/sync/due.ts).
 * Pure.
 */
export function noteworthy(toldLast: NotificationKind | null, state: LaneState, warned = false): NotificationKind | null {
  const isOpen = warned || toldLast === "needs_you" || toldLast === "switched_off";
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
  const ofLane = { merchantId: scope.merchantId, integrationId, lane };
  const newest = { orderBy: [{ at: "desc" as const }, { id: "desc" as const }], select: { kind: true } };
  const last = await tx.notification.findFirst({ where: ofLane, ...newest });
  const warned = last?.kind === ("off_soon" satisfies NotificationKind);
  const told = warned ? await tx.notification.findFirst({ where: { ...ofLane, kind: { not: "off_soon" } }, ...newest }) : last;
  const kind = noteworthy((told?.kind ?? null) as NotificationKind | null, state, warned);
  if (kind) await note(tx, scope, { kind, integrationId, lane, params });
}
