import "server-only";
import { isAllowed, staffScope } from "@/lib/identity/accounts/access";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { EXPORT_PAGE, printAudit } from "@/lib/identity/audit/csv";
import { listAllAudit } from "@/lib/identity/audit/data";
import { recordStaffExport } from "@/lib/identity/audit/record";
import { type AuditFilter, printAuditFilter } from "@/lib/identity/audit/schema";
import { currentPerson, requirePerson } from "@/lib/identity/auth/session";
import type { CsvStyle } from "@/lib/infra/print-csv";

export async function loadAllAudit(filter: AuditFilter & { merchantId: string | null }) {
  const scope = await requireStaffScope();
  const { timeZone } = await requirePerson();
  return { ...(await listAllAudit(scope, filter, { timeZone })), mayExport: isAllowed(scope, "export_data") };
}

/** The log of all merchants as CSV; null without staff rights. */
export async function exportAllAudit(
  filter: AuditFilter & { merchantId: string | null },
  readStyle: () => Promise<CsvStyle>,
): Promise<AsyncGenerator<string> | null> {
  const person = await currentPerson();
  const scope = person && staffScope(person);
  if (!scope || !isAllowed(scope, "export_data")) return null;
  const { timeZone } = person;
  const { merchantId } = filter;
  await recordStaffExport(scope, "log_exported", { filter: printAuditFilter(filter), ...(merchantId ? { merchantId } : {}) });
  return printAudit(
    (after) => listAllAudit(scope, { ...filter, after }, { timeZone, limit: EXPORT_PAGE }),
    ({ merchant }) => merchant?.name ?? "",
    await readStyle(),
  );
}
