import type { Cause } from "@/lib/check/result";
import { displayAddress } from "@/lib/connectors/display-address";
import { isForHosts } from "@/lib/operations/reports/schema";

/** The causes that a hosting provider can fix, with their indexes in the check. */
export const hostCauses = (causes: readonly Cause[]): { cause: Cause; index: number }[] =>
  causes.map((cause, index) => ({ cause, index })).filter(({ cause }) => isForHosts(cause));

export interface ReportableCheck {
  id: string;
  result: { causes: readonly Cause[] } | null;
}

/** Whether a check has something to show a host: what is open or, if nothing is, anything. */
export const isReportable = (check: ReportableCheck | null, open: readonly string[]): check is ReportableCheck =>
  hostCauses(check?.result?.causes ?? []).some(({ cause }) => open.length === 0 || open.includes(cause.code));

interface ReportedShop {
  merchantName: string;
  row: { baseUrl: string };
  /** A check for which `isReportable` holds. */
  reportable: ReportableCheck | null;
  readOnly: boolean;
}

/** Input of a report on everything that a hosting provider can fix; null if there is nothing, or for read-only access. */
export function reportOn({ merchantName, row, reportable, readOnly }: ReportedShop) {
  if (!reportable || readOnly) return null;
  const causeIndexes = hostCauses(reportable.result?.causes ?? []).map(({ index }) => index);
  return { checkId: reportable.id, causeIndexes, shopName: displayAddress(row.baseUrl), merchantName };
}
