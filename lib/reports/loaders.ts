import "server-only";
import { findMerchantName } from "@/lib/accounts/data";
import { requireMerchantScope } from "@/lib/accounts/loaders";
import { listReports, type ReportRow } from "@/lib/reports/data";

export interface ReportsPanelData {
  reports: ReportRow[];
  /** What is suggested as the sender of a new one. */
  merchantName: string;
}

/** The links of an integration for its page. */
export async function loadReports(merchantId: string, integrationId: string): Promise<ReportsPanelData> {
  const scope = await requireMerchantScope(merchantId);
  const [reports, merchant] = await Promise.all([listReports(scope, integrationId), findMerchantName(scope)]);
  return { reports, merchantName: merchant?.name ?? "" };
}
