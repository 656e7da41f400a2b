// Settings of the shop list. Their schemas are in schema.ts, to keep zod out of the browser bundle.

/** Optional columns of the shop list, in display order. */
export const LIST_COLUMNS = ["last_order", "last_check", "parcels", "missed_orders", "next_sync"] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];
export const USUAL_COLUMNS: readonly ListColumn[] = ["last_order", "last_check"];

export const MAX_VIEW_NAME_LENGTH = 60;
export const MAX_VIEWS = 30;

/** A named filter, stored as the query string that shows it. */
export interface SavedView {
  id: string;
  name: string;
  query: string;
}
