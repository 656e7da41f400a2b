// What a person may set up of the list of shops; its schemas stand in schema.ts, so that the browser gets none of them.

/** Columns of the list of shops that may be shown besides name and state, in the order in which they stand. */
export const LIST_COLUMNS = ["last_order", "last_check", "parcels", "missed_orders", "next_sync"] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];
export const USUAL_COLUMNS: readonly ListColumn[] = ["last_order", "last_check"];

export const MAX_VIEW_NAME_LENGTH = 60;
export const MAX_VIEWS = 20;

/** A filter with a name: the text of the address bar that shows it. */
export interface SavedView {
  id: string;
  name: string;
  query: string;
}
