import type { LaneMoved, LaneOffSoon } from "@/lib/health/events";
import type { LaneState } from "@/lib/health/lane";
import type { Transaction } from "@/lib/infra/db";
import type { NotificationKind } from "@/lib/notify/kinds";
import { note } from "@/lib/notify/note";

/**
 * The note that a lane's new state deserves, given its last one: one when it needs action, one when it is regular again. Throttling and
 * maintenance recover automatically and get none unless they last (`warned`, see warnDueShops in lib/sync/due.ts). Pure.
 */
export function noteworthy(lastKind: NotificationKind | null, state: LaneState, warned = false): NotificationKind | null {
  const isOpen = warned || lastKind === "needs_you" || lastKind === "switched_off";
  if (state === "action_needed") return lastKind === "needs_you" ? null : "needs_you";
  if (state === "off") return lastKind === "switched_off" ? null : "switched_off";
  return state === "regular" && isOpen ? "recovered" : null;
}

export async function noteMove(tx: Transaction, { scope, integrationId, lane, state, params }: LaneMoved): Promise<void> {
  const ofLane = { merchantId: scope.merchantId, integrationId, lane };
  const newest = { orderBy: [{ at: "desc" as const }, { id: "desc" as const }], select: { kind: true } };
  const last = await tx.notification.findFirst({ where: ofLane, ...newest });
  const warned = last?.kind === ("off_soon" satisfies NotificationKind);
  const before = warned ? await tx.notification.findFirst({ where: { ...ofLane, kind: { not: "off_soon" } }, ...newest }) : last;
  const kind = noteworthy((before?.kind ?? null) as NotificationKind | null, state, warned);
  if (kind) await note(tx, scope, { kind, integrationId, lane, params });
}

/** Records the warning that a lane will be switched off, once for each warning day even with several workers. */
export async function noteOffSoon(tx: Transaction, { scope, integrationId, lane, failingSince, day, params }: LaneOffSoon): Promise<void> {
  const recorded = { integrationId, lane, kind: "off_soon", at: { gt: failingSince }, params: { path: ["day"], equals: day } };
  if ((await tx.notification.count({ where: { merchantId: scope.merchantId, ...recorded } })) > 0) return;
  await note(tx, scope, { kind: "off_soon", integrationId, lane, params });
}
