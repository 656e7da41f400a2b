import { isBulkRefresh } from "@/lib/integrations/list/bulk";
import type { BulkRefresh } from "@/lib/integrations/list/bulk-schema";

/** Window event: another part of the page started a bulk refresh. */
export const BULK_STORED = "mooring-bulk";

/** Stored per tab, so that a reload still shows the outcome. */
export const bulkKey = (merchantId: string): string => `mooring-bulk-${merchantId}`;

export function storeBulk(merchantId: string, bulk: BulkRefresh): void {
  sessionStorage.setItem(bulkKey(merchantId), JSON.stringify(bulk));
  dispatchEvent(new Event(BULK_STORED));
}

export function readStoredBulk(merchantId: string): BulkRefresh | null {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(bulkKey(merchantId)) ?? "null");
    return isBulkRefresh(read) ? read : null;
  } catch {
    return null;
  }
}
