import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { requestRefresh } from "@/lib/sync/mutations";
import { connectShop } from "@/lib/testing/connect-shop";
import { refreshNow, SHOP_KEYS } from "@/lib/testing/sync-shop";
import { percentile, round } from "@/scripts/bench/measure";
import { atMost, type Row } from "@/scripts/bench/report";
import type { ShopProcess } from "@/scripts/bench/shop-process";

const SHOPS = 60;
const REFRESHES = 25;

/** An outage of many shops on one host, which are throttled, probed and recover while the worker serves all others. */
export async function benchRecovery(admin: pg.Client, shop: ShopProcess): Promise<Row> {
  const connected = [];
  for (let index = 0; index < SHOPS; index += 1) connected.push(await connectShop({ baseUrl: shop.url, credentials: SHOP_KEYS }));
  for (const one of connected) await refreshNow(one);
  const ids = connected.map(({ integrationId }) => integrationId);
  const untilAllLanes = (condition: string) =>
    until(admin, `lane where lane = 'orders_in' and integration_id = any($1) and ${condition}`, ids, SHOPS);
  shop.set("down");
  const downAt = Date.now();
  // The third consecutive failure throttles a lane; two more are triggered at once.
  for (let failures = 0; failures < 3; failures += 1) {
    await admin.query("update lane set next_sync_at = now() where lane = 'orders_in' and integration_id = any($1)", [ids]);
    await untilAllLanes(`failures > ${failures}`);
  }
  await untilAllLanes("state = 'throttled'");
  // From here on the lanes' schedule triggers probes; the outage lasts until each has failed once.
  await wait(150_000);
  shop.set("up");
  const upAt = new Date();
  await untilAllLanes("state = 'regular'");
  const { rows } = await admin.query<{ seconds: number }>(
    "select extract(epoch from min(finished_at) - $2)::float8 as seconds from sync_run where integration_id = any($1) and status = 'succeeded' and finished_at > $2 group by integration_id",
    [ids, upAt],
  );
  const times = rows.map(({ seconds }) => seconds);
  const at = (share: number): number => round(percentile(times, share), 1);
  return atMost(
    `Recovery of ${SHOPS} shops after an outage of ${round((upAt.getTime() - downAt) / 1000)} s, p95`,
    at(0.95),
    150,
    " s",
    ` (p50 ${at(0.5)} s, most ${at(1)} s)`,
  );
}

/** Refreshes shops that were never imported, one by one, and waits for the first order of each. */
export async function benchRefresh(admin: pg.Client, shopUrl: string): Promise<Row> {
  const times: number[] = [];
  for (let count = 0; count < REFRESHES; count += 1) {
    const connected = await connectShop({ baseUrl: shopUrl, credentials: SHOP_KEYS });
    const requestedAt = performance.now();
    const requested = await requestRefresh(connected.scope, connected);
    if (!requested.ok) throw new Error(requested.reason.code);
    await until(admin, "(select 1 from shop_order where integration_id = any($1) limit 1) o", [connected.integrationId], 1, 5);
    times.push(performance.now() - requestedAt);
    await until(admin, "sync_run where integration_id = any($1) and status = 'succeeded'", [connected.integrationId], 1);
  }
  return atMost(
    `From Refresh to the first of 3,000 orders, p95 of ${REFRESHES}`,
    round(percentile(times, 0.95)),
    2_000,
    " ms",
    ` (p50 ${round(percentile(times, 0.5))} ms)`,
  );
}

/** Waits until these integrations have `wanted` rows. */
async function until(admin: pg.Client, rowsOf: string, integrationIds: readonly string[], wanted: number, everyMs = 200): Promise<void> {
  for (const last = Date.now() + 300_000; Date.now() < last; await wait(everyMs)) {
    const { rows } = await admin.query<{ count: number }>(`select count(*)::int as count from ${rowsOf}`, [integrationIds]);
    if ((rows[0]?.count ?? 0) >= wanted) return;
  }
  throw new Error(`Not reached in five minutes: ${rowsOf}`);
}
