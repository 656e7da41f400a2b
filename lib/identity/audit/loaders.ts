import "server-only";
import { findStaffScope } from "@/lib/identity/accounts/data";
import { findMerchantScope, requireMerchantScope, requireStaffScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { AUDIT_COLUMNS, auditLine, csvLine } from "@/lib/identity/audit/csv";
import { listAllAudit, listAudit, listAuditActors } from "@/lib/identity/audit/data";
import type { AuditEntry } from "@/lib/identity/audit/entry";
import type { AuditFilter } from "@/lib/identity/audit/schema";
import { currentPerson, requirePerson } from "@/lib/identity/auth/session";
import { listIntegrationNames } from "@/lib/integrations/data";

/** One page of the merchant's log, with what the filters offer. */
export async function loadAudit(merchantId: string, filter: AuditFilter) {
  const scope = await requireMerchantScope(merchantId);
  const { timeZone } = await requirePerson();
  return readMerchant(scope, async (reader) => ({
    ...(await listAudit(reader, filter, { timeZone })),
    actors: await listAuditActors(reader),
    shops: await listIntegrationNames(reader),
  }));
}

/** One page of everybody's log, for staff. */
export async function loadAllAudit(filter: AuditFilter & { merchantId: string | null }) {
  const scope = await requireStaffScope();
  const { timeZone } = await requirePerson();
  return listAllAudit(scope, filter, { timeZone });
}

const EXPORT_PAGE = 500;
/** More than a spreadsheet is read in; a narrower filter gives the rest. */
export const EXPORT_MOST = 50_000;

async function* printPages(
  read: (after: AuditFilter["after"]) => Promise<{ lines: string[]; last: AuditEntry | undefined; more: boolean }>,
): AsyncGenerator<string> {
  yield csvLine(AUDIT_COLUMNS);
  let after: AuditFilter["after"] = null;
  for (let count = 0; count < EXPORT_MOST; count += EXPORT_PAGE) {
    const { lines, last, more } = await read(after);
    yield lines.join("");
    if (!more || !last) return;
    after = { at: last.at, id: last.id };
  }
}

/** The merchant's log as CSV, page by page, or null for everybody who may not enter. */
export async function exportAudit(merchantId: string, filter: AuditFilter): Promise<AsyncGenerator<string> | null> {
  const scope = await findMerchantScope(merchantId);
  if (!scope) return null;
  const { timeZone } = await requirePerson();
  return printPages(async (after) => {
    const { entries, more } = await listAudit(scope, { ...filter, after }, { timeZone, limit: EXPORT_PAGE });
    const lines = entries.map((entry) => auditLine(entry, { merchant: scope.merchantId, shop: entry.shop ?? "" }));
    return { lines, last: entries.at(-1), more };
  });
}

/** Everybody's log as CSV, for staff; null for everybody else. */
export async function exportAllAudit(filter: AuditFilter & { merchantId: string | null }): Promise<AsyncGenerator<string> | null> {
  const person = await currentPerson();
  const scope = person && findStaffScope(person);
  if (!scope) return null;
  const { timeZone } = person;
  return printPages(async (after) => {
    const { entries, more } = await listAllAudit(scope, { ...filter, after }, { timeZone, limit: EXPORT_PAGE });
    const lines = entries.map((entry) => auditLine(entry, { merchant: entry.merchant?.name ?? "", shop: entry.shop ?? "" }));
    return { lines, last: entries.at(-1), more };
  });
}
