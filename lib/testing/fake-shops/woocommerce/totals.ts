import type { FakeStore } from "@/lib/testing/fake-shops/store";
import { wooStatus } from "@/lib/testing/fake-shops/woocommerce/order-record";

const NAMES = [
  ["pending", "Pending payment"],
  ["processing", "Processing"],
  ["on-hold", "On hold"],
  ["completed", "Completed"],
  ["cancelled", "Cancelled"],
  ["refunded", "Refunded"],
  ["failed", "Failed"],
  ["checkout-draft", "Draft"],
] as const;

/** `GET /reports/orders/totals`. */
export const countByStatus = (store: FakeStore): unknown =>
  NAMES.map(([slug, name]) => ({ slug, name, total: [...store.orders.values()].filter((order) => wooStatus(order) === slug).length }));
