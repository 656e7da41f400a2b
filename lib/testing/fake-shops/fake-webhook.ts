/** What happened to an order, as shops call it. */
export type OrderEvent = "created" | "updated" | "deleted";

/** A webhook that the shop was asked for. */
export interface FakeWebhook {
  id: number;
  /** In the platform's own words: `order.updated`, `ORDERS_UPDATED`. */
  topic: string;
  address: string;
  secret: string;
  /** Shopify knows no status: it deletes what goes on failing. */
  status: "active" | "paused" | "disabled";
  failures: number;
}
