/** The two directions of a shop: orders are imported, tracking numbers are sent. */
export const LANES = ["orders_in", "tracking_out"] as const;
export type LaneName = (typeof LANES)[number];
