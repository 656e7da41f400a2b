import { ok, type Result, refuse } from "@/lib/base/result";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import type { RunFailureCode } from "@/lib/health/failures";
import { brieflyPatient, openShop, readShop } from "@/lib/health/open-shop";
import { withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { countOrdersOfWindow } from "@/lib/sync/backfill/data";
import type { BackfillWindow } from "@/lib/sync/backfill/window";
import { shownSince } from "@/lib/sync/engine/plan";

export interface WindowCounts {
  /** The shop's own count; null if it does not count. */
  shopCount: number | null;
  ourCount: number;
}

export type CountRefusal =
  | { code: "not_found" }
  | { code: "no_credentials" }
  /** Both connections to the shop are in use. */
  | { code: "shop_busy" }
  | { code: "shop_failed"; failure: RunFailureCode; status: number | null };

/** How long a user waits for a free connection to the shop, and then for its answer. */
const CONNECTION_WAIT_MS = 6_000;
const TIMEOUTS = { connectMs: 4_000, headersMs: 15_000, bodyMs: 8_000, totalMs: 25_000 };
/** Failed requests are not repeated after this. */
const REPEATS_WITHIN_MS = 12_000;

/** What a backfill would read: the shop's count of the window, and how many of its orders are stored. Sends one short request. */
export async function countWindow(
  scope: MerchantScope,
  input: { integrationId: string } & BackfillWindow,
  outside: OutsideConfig,
): Promise<Result<WindowCounts, CountRefusal>> {
  const { integrationId, from, to } = input;
  const shop = await readShop(scope, integrationId);
  if (!shop) return refuse({ code: "not_found" });
  if (!shop.ok) return refuse({ code: "shop_failed", failure: shop.failure.code, status: null });
  const { facts } = shop;
  if (facts.credentials === null) return refuse({ code: "no_credentials" });
  const placedFrom = shownSince(facts.historyDays ?? null, new Date());
  const counted = await withConnections(scope, integrationId, { wanted: 1, signal: AbortSignal.timeout(CONNECTION_WAIT_MS) }, async () => {
    const port = openShop(facts, outside, TIMEOUTS, brieflyPatient(AbortSignal.timeout(REPEATS_WITHIN_MS)));
    return port.countOrders({ from, to, placedFrom }).finally(() => port.close());
  });
  if (!counted) return refuse({ code: "shop_busy" });
  if (!counted.ok) return refuse({ code: "shop_failed", failure: counted.failure.code, status: counted.failure.status });
  return ok({ shopCount: counted.value, ourCount: await countOrdersOfWindow(scope, input, placedFrom) });
}
