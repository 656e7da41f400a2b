import { type BulkRefresh, isBulkRefresh } from "@/lib/integrations/bulk";

/** Told to the window when a refresh of several shops was started elsewhere on the page. */
export const BULK_STORED = "mooring-bulk";

/** In this tab, so that a reload in the middle still tells how it went. */
export const bulkKey = (merchantId: string): string => `mooring-bulk-${merchantId}`;

export function storeBulk(merchantId: string, bulk: BulkRefresh): void {
  sessionStorage.setItem(bulkKey(merchantId), JSON.stringify(bulk));
  dispatchEvent(new Event(BULK_STORED));
}

/** A press that this tab kept; null while there is none, and where the text is none. */
export function readStoredBulk(merchantId: string): BulkRefresh | null {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(bulkKey(merchantId)) ?? "null");
    return isBulkRefresh(read) ? read : null;
  } catch {
    return null;
  }
}
