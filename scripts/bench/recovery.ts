import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { requestRefresh } from "@/lib/sync/mutations";
import { connectShop } from "@/lib/testing/connect-shop";
import { refreshNow, SHOP_KEYS } from "@/lib/testing/sync-shop";
import { percentile } from "@/scripts/bench/measure";
import type { ShopProcess } from "@/scripts/bench/shop-process";

export interface RecoveryFigures {
  /** Shops of one host that went down together. */
  shops: number;
  outageSeconds: number;
  /** From the end of the outage to the end of the automatic sync. */
  recoverySeconds: { p50: number; p95: number; most: number };
}

export interface RefreshFigures {
  requests: number;
  /** From the request to the commit of the first new order. */
  firstOrderMs: { p50: number; p95: number; most: number };
}

/** An outage of many shops while the worker goes on with all the others: throttled, probed, recovered automatically. */
export async function benchRecovery(admin: pg.Client, shop: ShopProcess, shops: number): Promise<RecoveryFigures> {
  const connected = [];
  for (let index = 0; index < shops; index += 1) connected.push(await connectShop({ baseUrl: shop.url, credentials: SHOP_KEYS }));
  for (const one of connected) await refreshNow(one);
  const ids = connected.map(({ integrationId }) => integrationId);
  shop.set("down");
  const downAt = Date.now();
  // The third failure in a row throttles a lane: two more are triggered at once.
  for (let failures = 0; failures < 3; failures += 1) {
    await admin.query("update lane set next_sync_at = now() where lane = 'orders_in' and integration_id = any($1)", [ids]);
    await until(
      admin,
      "select count(*)::int as count from lane where lane = 'orders_in' and integration_id = any($1) and failures > $2",
      [ids, failures],
      shops,
    );
  }
  await until(
    admin,
    "select count(*)::int as count from lane where lane = 'orders_in' and integration_id = any($1) and state = 'throttled'",
    [ids],
    shops,
  );
  // From here probes run on the lanes' own schedule; the outage lasts until each has failed once.
  await wait(150_000);
  shop.set("up");
  const upAt = new Date();
  const outageSeconds = Math.round((upAt.getTime() - downAt) / 1000);
  await until(
    admin,
    "select count(*)::int as count from lane where lane = 'orders_in' and integration_id = any($1) and state = 'regular'",
    [ids],
    shops,
  );
  const { rows } = await admin.query<{ seconds: number }>(
    "select extract(epoch from min(finished_at) - $2)::float8 as seconds from sync_run where integration_id = any($1) and status = 'succeeded' and finished_at > $2 group by integration_id",
    [ids, upAt],
  );
  const seconds = rows.map((row) => row.seconds);
  const at = (share: number): number => Number(percentile(seconds, share).toFixed(1));
  return { shops, outageSeconds, recoverySeconds: { p50: at(0.5), p95: at(0.95), most: at(1) } };
}

/** Requests a refresh of shops that were never imported, one after the other, and waits for the first order to be there. */
export async function benchRefresh(admin: pg.Client, shopUrl: string, requests: number): Promise<RefreshFigures> {
  const times: number[] = [];
  for (let count = 0; count < requests; count += 1) {
    const connected = await connectShop({ baseUrl: shopUrl, credentials: SHOP_KEYS });
    const requestedAt = performance.now();
    const requested = await requestRefresh(connected.scope, connected);
    if (!requested.ok) throw new Error(requested.reason.code);
    while ((await admin.query("select 1 from shop_order where integration_id = $1 limit 1", [connected.integrationId])).rowCount === 0)
      await wait(5);
    times.push(performance.now() - requestedAt);
    await until(
      admin,
      "select count(*)::int as count from sync_run where integration_id = $1 and status = 'succeeded'",
      [connected.integrationId],
      1,
    );
  }
  const at = (share: number): number => Math.round(percentile(times, share));
  return { requests, firstOrderMs: { p50: at(0.5), p95: at(0.95), most: at(1) } };
}

async function until(admin: pg.Client, query: string, values: unknown[], wanted: number): Promise<void> {
  for (const last = Date.now() + 300_000; Date.now() < last; await wait(200)) {
    const { rows } = await admin.query<{ count: number }>(query, values);
    if ((rows[0]?.count ?? 0) >= wanted) return;
  }
  throw new Error(`Not reached in five minutes: ${query}`);
}
