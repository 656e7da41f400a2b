/** The two directions of a shop: orders are imported, tracking numbers are sent. */
export const LANES = ["orders_in", "tracking_out"] as const;
export type LaneName = (typeof LANES)[number];

export const toLaneName = (stored: string | null): LaneName => (stored === "tracking_out" ? "tracking_out" : "orders_in");
