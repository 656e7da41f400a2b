import type { Platform } from "@/lib/connectors/platforms";
import type { ShopFailure } from "@/lib/connectors/shop";
import { withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type TriedShop, testCredentials } from "@/lib/integrations/ask-shop";

/** Wait for one of the two connections, which runs, pushes and checks share. */
const LONGEST_WAIT_MS = 15_000;

export type RefusedTry =
  | { kind: "refused"; failure: ShopFailure["code"]; status: number | null }
  /** Both connections to the shop are in use. */
  | { kind: "busy" };

/** Tests credentials on a connected shop within its two connections; on success calls `then` on the same connection. Stores nothing. */
export async function withTriedCredentials<Value>(
  scope: MerchantScope,
  shop: { id: string; baseUrl: string; platform: Platform },
  { credentials, waitsMs = LONGEST_WAIT_MS }: { credentials: unknown; waitsMs?: number },
  then: (shop: TriedShop) => Promise<Value>,
): Promise<Value | RefusedTry> {
  const answer = await withConnections(scope, shop.id, { wanted: 1, signal: AbortSignal.timeout(waitsMs) }, async () => {
    const tested = await testCredentials(shop, credentials);
    if (!tested.ok) return { kind: "refused" as const, failure: tested.reason.code, status: tested.reason.status };
    return then(tested.value);
  });
  return answer ?? { kind: "busy" };
}
