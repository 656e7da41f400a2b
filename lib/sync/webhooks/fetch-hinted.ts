import { isDeepStrictEqual } from "node:util";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { lockShop } from "@/lib/health/lock-shop";
import { brieflyPatient, openShop, readShop, type ShopFacts } from "@/lib/health/open-shop";
import { withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { log } from "@/lib/infra/log";
import { inMerchantSql } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import { verifyGone } from "@/lib/orders/witnesses";
import { type Fetched, fetchEach, watchBreakdowns } from "@/lib/sync/engine/fetch-each";
import { shownSince } from "@/lib/sync/engine/plan";
import { resolveQuarantined } from "@/lib/sync/run/store-reads";

/** Orders fetched before they are stored together. */
const BATCH = 20;
const STORE_TIMEOUT_MS = 30_000;
/** After the shop breaks down on this many orders, the rest is left to the next sync. */
const MAX_BREAKDOWNS = 3;

/**
 * Fetches the orders that the shop named, one by one, and stores them. The ledger does not move: the next sync finds missed ones.
 * @returns the number of orders stored or removed
 */
export async function fetchHinted(
  scope: MerchantScope,
  integrationId: string,
  { outside, signal }: { outside: OutsideConfig; signal: AbortSignal },
): Promise<number> {
  const facts = await readFacts(scope, integrationId);
  if (!facts) return 0;
  const done = await withConnections(scope, integrationId, { wanted: 1, signal }, async () => {
    const port = openShop(facts, outside, {}, brieflyPatient(signal));
    let count = 0;
    try {
      for (;;) {
        const hinted = signal.aborted ? [] : await takeHints(scope, integrationId);
        if (hinted.length === 0) return count;
        const fetched = await fetchEach({ shop: port, signal }, hinted, watchBreakdowns(port, MAX_BREAKDOWNS));
        if (fetched.broken.length > 0 || fetched.failure)
          log.info({ broken: fetched.broken.length, code: fetched.failure?.code }, "could not fetch hinted orders; left to the next sync");
        // Left to the next sync, which verifies it.
        const showsOthers = fetched.gone.length === 0 || fetched.orders.length + fetched.unreadable.length > 0;
        if (!showsOthers && (await verifyGone(scope, integrationId, port, fetched.gone))) fetched.gone = [];
        // Store nothing if the shop's address or key changed meanwhile.
        if (!isSameShop(await readFacts(scope, integrationId), facts)) return count;
        // An order older than the history that the shop shows is hidden, not gone.
        await store(scope, integrationId, fetched, shownSince(facts.historyDays ?? null, new Date()));
        count += fetched.orders.length + fetched.gone.length;
        if (fetched.failure || fetched.isLast) return count;
      }
    } finally {
      await port.close();
    }
  });
  return done ?? 0;
}

/** The shop with its key; null if it has none that can be decrypted. */
async function readFacts(scope: MerchantScope, integrationId: string): Promise<ShopFacts | null> {
  const shop = await readShop(scope, integrationId);
  return shop?.ok && shop.facts.credentials !== null ? shop.facts : null;
}

/** Compares address and key only; `renewKey` is a new function in every read. */
const isSameShop = (one: ShopFacts | null, other: ShopFacts): boolean =>
  one !== null && isDeepStrictEqual({ ...one, renewKey: null }, { ...other, renewKey: null });

/** Deletes hints before their orders are fetched, so that an order named again meanwhile is fetched again. */
async function takeHints({ merchantId }: MerchantScope, integrationId: string): Promise<string[]> {
  const rows = await inMerchant(
    merchantId,
    (tx) => tx.$queryRaw<{ externalId: string }[]>`
      delete from shop_webhook_hint h using (
        select external_id from shop_webhook_hint where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid
        order by hinted_at limit ${BATCH} for update skip locked
      ) taken
      where h.merchant_id = ${merchantId}::uuid and h.integration_id = ${integrationId}::uuid and h.external_id = taken.external_id
      returning h.external_id as "externalId"`,
  );
  return rows.map(({ externalId }) => externalId);
}

async function store(scope: MerchantScope, integrationId: string, { orders, unreadable, gone }: Fetched, since: Date | null) {
  const { merchantId } = scope;
  if (orders.length + unreadable.length > 0)
    await inMerchantSql(merchantId, STORE_TIMEOUT_MS, (sql) => storeOrders(sql, scope, { integrationId, runId: null, orders, unreadable }));
  await inMerchant(merchantId, async (tx) => {
    if (gone.length > 0) {
      await lockShop(tx, scope, integrationId);
      await tx.shopOrder.updateMany({
        where: { merchantId, integrationId, externalId: { in: gone }, removedAt: null, ...(since ? { placedAt: { gte: since } } : {}) },
        data: { removedAt: new Date() },
      });
      await resolveQuarantined({ tx, merchantId, integrationId }, gone);
    }
    await publish(tx, { kind: "integration", merchantId, integrationId });
  });
}
