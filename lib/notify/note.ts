import { toRefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import type { EndingNear, LaneMoved, LaneOffSoon } from "@/lib/health/events";
import type { LaneState } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { refusedReason } from "@/lib/health/refused-reason";
import type { MerchantScope } from "@/lib/identity/accounts/access";
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
}

/** Records a note for the members in the transaction of the change, so that it is sent only if that commits. */
export async function note(tx: Transaction, scope: MerchantScope, { kind, integrationId, lane, params }: Note): Promise<void> {
  const { merchantId } = scope;
  await tx.notification.create({ data: { merchantId, kind, integrationId, lane: lane ?? null, params: params ?? {} } });
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

/**
 * The note for a lane's new state, given its last note: one when it needs action, one when it is regular again. Throttling and maintenance
 * recover automatically and get none unless they last (`warned`, see warnDueShops in lib/sync/due.ts). Pure.
 */
export function noteworthy(lastKind: NotificationKind | null, state: LaneState, warned = false): NotificationKind | null {
  const isOpen = warned || lastKind === "needs_you" || lastKind === "switched_off";
  if (state === "action_needed") return lastKind === "needs_you" ? null : "needs_you";
  if (state === "off") return lastKind === "switched_off" ? null : "switched_off";
  return state === "regular" && isOpen ? "recovered" : null;
}

export async function noteMove(tx: Transaction, { scope, integrationId, lane, state, failingSince, params }: LaneMoved): Promise<void> {
  // After maintenance a lane is regular, but not recovered before it succeeds.
  if (state === "regular" && failingSince !== null) return;
  const ofLane = { merchantId: scope.merchantId, integrationId, lane };
  const newest = { orderBy: [{ at: "desc" as const }, { id: "desc" as const }], select: { kind: true } };
  const last = await tx.notification.findFirst({ where: ofLane, ...newest });
  const warned = last?.kind === ("off_soon" satisfies NotificationKind);
  const before = warned ? await tx.notification.findFirst({ where: { ...ofLane, kind: { not: "off_soon" } }, ...newest }) : last;
  const kind = noteworthy((before?.kind ?? null) as NotificationKind | null, state, warned);
  if (kind) await note(tx, scope, { kind, integrationId, lane, params });
}

/** Records that a shop refuses some of our visitors while its lanes go on, and that it no longer does. No lane moves then. */
export async function notePartlyBlocked(
  tx: Transaction,
  { scope, integrationId }: Pick<LaneMoved, "scope" | "integrationId">,
): Promise<void> {
  const { merchantId } = scope;
  const shop = await tx.integration.findUnique({
    where: { merchantId_id: { merchantId, id: integrationId } },
    select: { refusedVisitors: true },
  });
  const [refused] = toRefusedVisitors(shop?.refusedVisitors);
  const reason = refused && refusedReason(refused);
  const needsAction = reason !== undefined && reason.fixer !== "itself";
  const last = await tx.notification.findFirst({
    where: { merchantId, integrationId, lane: null, kind: { in: ["needs_you", "recovered"] } },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { kind: true },
  });
  if (needsAction && last?.kind !== "needs_you")
    await note(tx, scope, { kind: "needs_you", integrationId, params: { ...reason, since: refused?.since ?? "" } });
  if (!refused && last?.kind === "needs_you" && (await areLanesRegular(tx, merchantId, integrationId)))
    await note(tx, scope, { kind: "recovered", integrationId });
}

const areLanesRegular = async (tx: Transaction, merchantId: string, integrationId: string): Promise<boolean> =>
  (await tx.lane.count({ where: { merchantId, integrationId, state: { not: "regular" } } })) === 0;

/** Records the warning that a lane will be switched off, once per warning day, even with several workers. */
export async function noteOffSoon(tx: Transaction, { scope, integrationId, lane, failingSince, day, params }: LaneOffSoon): Promise<void> {
  const recorded = { integrationId, lane, kind: "off_soon", at: { gt: failingSince }, params: { path: ["day"], equals: day } };
  if ((await tx.notification.count({ where: { merchantId: scope.merchantId, ...recorded } })) > 0) return;
  await note(tx, scope, { kind: "off_soon", integrationId, lane, params });
}
