import type { Cause } from "@/lib/check/result";
import { displayAddress } from "@/lib/connectors/display-address";
import { isForHosts } from "@/lib/operations/reports/schema";

/** The causes that a hosting provider can fix, with their indexes in the check. */
export const hostCauses = (causes: readonly Cause[]): { cause: Cause; index: number }[] =>
  causes.map((cause, index) => ({ cause, index })).filter(({ cause }) => isForHosts(cause));

interface ReportedShop {
  merchantName: string;
  row: { baseUrl: string };
  /** The newest check that has a result. */
  check: { id: string; result: { causes: readonly Cause[] } | null } | null;
  readOnly: boolean;
}

/** Input of a report on everything that a hosting provider can fix; null if there is nothing, or for read-only access. */
export function reportOn({ merchantName, row, check, readOnly }: ReportedShop) {
  const causeIndexes = hostCauses(check?.result?.causes ?? []).map(({ index }) => index);
  if (!check || readOnly || causeIndexes.length === 0) return null;
  return { checkId: check.id, causeIndexes, shopName: displayAddress(row.baseUrl), merchantName };
}
