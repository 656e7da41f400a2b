import { type BulkRefresh, isBulkRefresh } from "@/lib/integrations/bulk";

export { readBulk, refreshMany, refreshThrottled } from "@/lib/integrations/actions";
export { measureBulk } from "@/lib/integrations/bulk";

/** A press that this tab kept; null where the text is none. */
export function recallBulk(kept: string): BulkRefresh | null {
  try {
    const read: unknown = JSON.parse(kept);
    return isBulkRefresh(read) ? read : null;
  } catch {
    return null;
  }
}
