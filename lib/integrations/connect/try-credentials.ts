import { DAY_SECONDS, SECOND_MS } from "@/lib/base/units";
import { isLimit } from "@/lib/connectors/http/wait-out-limits";
import type { ShopFailure } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { liveOutside } from "@/lib/health/live-outside";
import { obtainKey } from "@/lib/health/renew-key";
import { withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type KeyFailure, type TriedShop, testCredentials } from "@/lib/integrations/connect/ask-shop";

/** Maximum wait for one of the two connections, which runs, pushes and checks share. */
const MAX_WAIT_MS = 15_000;

const WITHOUT_RETRY_AFTER_SECONDS = 60;
const MAX_RETRY_AFTER_SECONDS = DAY_SECONDS;

export type RefusedTry =
  | { kind: "refused"; failure: ShopFailure["code"]; status: number | null; missingRights?: string[] }
  /** The shop's rate limit lasts longer than a test may wait; its response says nothing about the key. */
  | { kind: "asked_to_wait"; retryAt: string }
  /** Both connections to the shop are in use. */
  | { kind: "busy" };

/** Tests credentials on a connected shop within its two connections; on success calls `then`, with
 * the credentials as they are to be stored. Stores nothing. */
export async function withTriedCredentials<Value>(
  scope: MerchantScope,
  shop: { id: string; baseUrl: string; shopSystem: ShopSystem },
  { credentials, waitsMs = MAX_WAIT_MS }: { credentials: unknown; waitsMs?: number },
  then: (shop: TriedShop, credentials: unknown) => Promise<Value>,
): Promise<Value | RefusedTry> {
  const answer = await withConnections(scope, shop.id, { wanted: 1, signal: AbortSignal.timeout(waitsMs) }, async () => {
    const current = await obtainKey(shop, credentials, await liveOutside());
    if (!current.ok) return toRefusedTry(current.failure);
    const tested = await testCredentials(shop, current.credentials);
    return tested.ok ? then(tested.value, current.credentials) : toRefusedTry(tested.reason);
  });
  return answer ?? { kind: "busy" };
}

function toRefusedTry(failure: KeyFailure): RefusedTry {
  if (!isLimit(failure))
    return {
      kind: "refused",
      failure: failure.code,
      status: failure.status,
      ...(failure.missingRights ? { missingRights: failure.missingRights } : {}),
    };
  const seconds = Math.min(failure.retryAfterSeconds ?? WITHOUT_RETRY_AFTER_SECONDS, MAX_RETRY_AFTER_SECONDS);
  return { kind: "asked_to_wait", retryAt: new Date(Date.now() + seconds * SECOND_MS).toISOString() };
}
