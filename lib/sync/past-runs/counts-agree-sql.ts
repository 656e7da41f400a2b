/** `isComplete` of a CountClaim, for lists that are computed in SQL; null if not compared. Columns of sync_run. */
export const COUNTS_AGREE_SQL = "(shop_count = our_count + least(coalesce(unlisted, 0), 0) and our_unreadable is null)";
