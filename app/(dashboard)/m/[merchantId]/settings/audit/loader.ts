import "server-only";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { isAllowed, type MerchantScope } from "@/lib/identity/accounts/access";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { EXPORT_PAGE, printAudit } from "@/lib/identity/audit/csv";
import { listAudit, listAuditActors } from "@/lib/identity/audit/data";
import type { AuditFilter } from "@/lib/identity/audit/schema";
import { requirePerson } from "@/lib/identity/auth/session";
import type { CsvStyle } from "@/lib/infra/print-csv";

export async function loadAudit(merchantId: string, filter: AuditFilter) {
  const scope = await requireMerchantScope(merchantId);
  const { timeZone } = await requirePerson();
  return readMerchant(scope, async (reader) => ({
    ...(await listAudit(reader, filter, { timeZone })),
    mayExport: isAllowed(scope, "export_data"),
    actors: await listAuditActors(reader),
    shops: await listIntegrationNames(reader),
  }));
}

/** The merchant's log as a CSV stream. */
export async function exportAudit(scope: MerchantScope, filter: AuditFilter, style: CsvStyle): Promise<AsyncGenerator<string>> {
  const { timeZone } = await requirePerson();
  return printAudit(
    (after) => listAudit(scope, { ...filter, after }, { timeZone, limit: EXPORT_PAGE }),
    () => scope.merchantId,
    style,
  );
}
