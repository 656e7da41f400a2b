import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** A window as the page shows it: plain JSON, instants as ISO strings. */
export interface MaintenanceView {
  id: string;
  startsAt: string;
  endsAt: string;
  /** The zone it was typed in. */
  timeZone: string;
  source: "page" | "script";
  /** Who announced it; null for a script. */
  by: string | null;
}

/** What is planned and what goes on, the next first; empty for unknown and foreign ids. */
export async function listMaintenance(scope: MerchantScope, integrationId: string): Promise<MaintenanceView[]> {
  const rows = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.maintenanceWindow.findMany({
      where: { merchantId, integrationId, cancelledAt: null, endsAt: { gt: new Date() } },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      take: 50,
    }),
  );
  return rows.map((row) => ({
    id: row.id,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    timeZone: row.timeZone,
    source: row.source === "script" ? "script" : "page",
    by: nameOfStored(row.createdBy),
  }));
}
