import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import { LANES } from "@/lib/health/lane/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfActor, readActor } from "@/lib/identity/accounts/actor";
import type { Transaction } from "@/lib/infra/db";

/** The announced maintenance at the instant, the one that ends last if several overlap; null if there is none. */
export async function findOpenWindow(tx: Transaction, merchantId: string, integrationId: string, now: Date) {
  const window = await tx.maintenanceWindow.findFirst({
    where: { merchantId, integrationId, cancelledAt: null, startsAt: { lte: now }, endsAt: { gt: now } },
    orderBy: { endsAt: "desc" },
    select: { endsAt: true, createdBy: true },
  });
  return window && { endsAt: window.endsAt, by: nameOfActor(readActor(window.createdBy)) };
}

/** Called before a failure is judged: within a window the lanes enter maintenance, so that the failure does not count. */
export async function enterOpenWindow(tx: Transaction, scope: MerchantScope, integrationId: string, now: Date) {
  const window = await findOpenWindow(tx, scope.merchantId, integrationId, now);
  if (!window) return null;
  const event = { kind: "maintenance_announced" as const, until: window.endsAt, by: window.by };
  for (const lane of LANES) await applyLaneEvent(tx, scope, { integrationId, lane, event, now });
  return window;
}
