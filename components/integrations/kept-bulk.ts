import type { BulkRefresh } from "@/lib/integrations/bulk";

/** Told to the window when a refresh of several shops was started elsewhere on the page. */
export const BULK_KEPT = "mooring-bulk";

/** In this tab, so that a reload in the middle still tells how it went. */
export const bulkKey = (merchantId: string): string => `mooring-bulk-${merchantId}`;

export function keepBulk(merchantId: string, bulk: BulkRefresh): void {
  sessionStorage.setItem(bulkKey(merchantId), JSON.stringify(bulk));
  dispatchEvent(new Event(BULK_KEPT));
}
