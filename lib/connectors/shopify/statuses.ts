import { ok } from "@/lib/base/result";
import type { ShopResult, ShopStatus } from "@/lib/connectors/shop";

/** OrderDisplayFulfillmentStatus of the Admin API, and what an order is called here that was cancelled (read-order.ts). */
const STATUSES = [
  "UNFULFILLED",
  "PARTIALLY_FULFILLED",
  "FULFILLED",
  "IN_PROGRESS",
  "ON_HOLD",
  "OPEN",
  "PENDING_FULFILLMENT",
  "REQUEST_DECLINED",
  "RESTOCKED",
  "SCHEDULED",
  "CANCELLED",
] as const;

/** A closed list, the same in every shop. Its search knows other words than its orders, so that nothing is counted. */
export const listShopifyStatuses = async (): Promise<ShopResult<ShopStatus[]>> =>
  ok(STATUSES.map((status) => ({ status, name: null, orders: null })));
