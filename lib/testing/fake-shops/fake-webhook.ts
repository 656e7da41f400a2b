/** What happened to an order, in the terms of shops. */
export type OrderEvent = "created" | "updated" | "deleted";

/** A webhook that a client requested. */
export interface FakeWebhook {
  id: number;
  /** In the shop system's terms: `order.updated`, `ORDERS_UPDATED`. */
  topic: string;
  address: string;
  secret: string;
  /** Shopify has no status: it deletes webhooks that keep failing. */
  status: "active" | "paused" | "disabled";
  failures: number;
}
