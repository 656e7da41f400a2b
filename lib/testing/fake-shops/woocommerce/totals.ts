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

/** Statuses that no plugin could register. */
const HIDDEN = ["auto-draft", "trash"];

/** `GET /reports/orders/totals`; names of plugin statuses are written like words, unless `labels` names them. */
export function countByStatus(store: FakeStore, labels: Readonly<Record<string, string | null>> = {}): unknown {
  const statuses = [...store.orders.values()].map(wooStatus);
  const known = NAMES.map(([slug]): string => slug);
  const custom = [...new Set(statuses)].filter((slug) => !known.includes(slug) && !HIDDEN.includes(slug) && labels[slug] !== null);
  const labelOf = (slug: string) => labels[slug] ?? `${slug.slice(0, 1).toUpperCase()}${slug.slice(1)}`;
  return [...NAMES, ...custom.map((slug) => [slug, labelOf(slug)] as const)].map(([slug, name]) => ({
    slug,
    name,
    total: statuses.filter((status) => status === slug).length,
  }));
}
