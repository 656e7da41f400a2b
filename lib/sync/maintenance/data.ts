import { type PlainJson, plainJson } from "@/lib/base/plain-json";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored, readActor } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { MaintenanceWindow } from "@/lib/infra/prisma-client/client";

const COLUMNS = { id: true, startsAt: true, endsAt: true, timeZone: true, source: true, createdBy: true } as const;

/** A maintenance window as pages show it. */
export interface MaintenanceView extends PlainJson<Pick<MaintenanceWindow, "id" | "startsAt" | "endsAt" | "timeZone">> {
  source: "page" | "api" | "script";
  /** Who announced it; null for a script. */
  by: string | null;
}

/** Planned and current windows, earliest first; empty for unknown and foreign ids. */
export async function listMaintenance(scope: MerchantScope, integrationId: string): Promise<MaintenanceView[]> {
  const rows = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.maintenanceWindow.findMany({
      where: { merchantId, integrationId, cancelledAt: null, endsAt: { gt: new Date() } },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      take: 50,
      select: COLUMNS,
    }),
  );
  return rows.map(({ source, createdBy, ...row }) => ({
    ...plainJson(row),
    source: source === "script" ? "script" : readActor(createdBy).kind === "token" ? "api" : "page",
    by: nameOfStored(createdBy),
  }));
}
