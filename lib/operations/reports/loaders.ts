import "server-only";
import { findMerchantName } from "@/lib/identity/accounts/data";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { listReports, type ReportRow } from "@/lib/operations/reports/data";

export interface ReportsPanelData {
  reports: ReportRow[];
  /** What is suggested as the sender of a new one. */
  merchantName: string;
}

/** The links of an integration for its page. */
export async function loadReports(merchantId: string, integrationId: string): Promise<ReportsPanelData> {
  const scope = await requireMerchantScope(merchantId);
  return readMerchant(scope, async (reader) => ({
    reports: await listReports(reader, integrationId),
    merchantName: (await findMerchantName(reader))?.name ?? "",
  }));
}
