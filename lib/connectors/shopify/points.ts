import { z } from "zod";
import { SECOND_MS } from "@/lib/base/units";
import type { ShopClient } from "@/lib/connectors/shop";

// Shopify's leaky bucket: a query costs points, which are restored over time. Every response reports the query's cost and the points left, so a query
// of known cost waits until the bucket holds enough instead of being refused first.

export const costSchema = z.object({
  requestedQueryCost: z.number(),
  throttleStatus: z.object({ maximumAvailable: z.number(), currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
});
type Cost = z.infer<typeof costSchema>;

interface Bucket {
  throttle: Cost["throttleStatus"];
  at: number;
  /** By query and page size. */
  costs: Map<string, number>;
}

const buckets = new WeakMap<ShopClient, Bucket>();
/** The shop counts whole points. */
const MARGIN_MS = 20;

export function notePoints(client: ShopClient, kind: string, cost: Cost | null | undefined): void {
  if (!cost) return;
  const costs = buckets.get(client)?.costs ?? new Map<string, number>();
  costs.set(kind, cost.requestedQueryCost);
  buckets.set(client, { throttle: cost.throttleStatus, at: performance.now(), costs });
}

/** Time until the bucket holds the points of such a query; 0 if it does, or if its cost is unknown. */
export function waitForBucket(client: ShopClient, kind: string): number {
  const bucket = buckets.get(client);
  const cost = bucket?.costs.get(kind);
  if (!bucket || cost === undefined || cost > bucket.throttle.maximumAvailable) return 0;
  const missing = cost - bucket.throttle.currentlyAvailable;
  const waitMs = (missing / bucket.throttle.restoreRate) * SECOND_MS - (performance.now() - bucket.at);
  return waitMs > 0 ? Math.ceil(waitMs) + MARGIN_MS : 0;
}

/** Time until the points of a refused query are restored; null if the bucket can never hold them. */
export function waitForPoints(cost: Cost | null | undefined): number | null {
  if (!cost) return 1_000;
  const { maximumAvailable, currentlyAvailable, restoreRate } = cost.throttleStatus;
  if (cost.requestedQueryCost > maximumAvailable) return null;
  return Math.max(100, Math.ceil(((cost.requestedQueryCost - currentlyAvailable) / restoreRate) * SECOND_MS));
}
