import pg from "pg";
import { afterAll, afterEach, expect, it } from "vitest";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { requestRefresh } from "@/lib/sync/mutations";
import { recentOrders, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";
import { killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";

const owner = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
await owner.connect();
let connected: SyncedShop | null = null;

afterEach(async () => {
  await killWorkers();
  await connected?.shop.close();
});
afterAll(async () => {
  await closeQueue();
  await owner.end();
});

const slotOf = async (area: string): Promise<{ worked: number; failed: number } | undefined> =>
  (await owner.query("select sum(worked)::int as worked, sum(failed)::int as failed from platform_slot where area = $1", [area])).rows[0];

it("a worker records its work: a failing shop is not a platform failure, and idle areas are recorded too", async () => {
  connected = await startSyncedShop(recentOrders(20));
  await startWorkerProcess();
  await requestRefresh(connected.scope, connected);
  await expect.poll(async () => (await slotOf("import"))?.worked).toBeGreaterThanOrEqual(1);
  connected.shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
  await owner.query("update sync_run set requested_at = requested_at - interval '10 minutes'");
  const before = (await slotOf("import"))?.worked ?? 0;
  await requestRefresh(connected.scope, connected);
  await expect.poll(async () => (await slotOf("import"))?.worked).toBeGreaterThan(before);
  expect(await slotOf("import")).toMatchObject({ failed: 0 });
  expect(await slotOf("tracking")).toEqual({ worked: 0, failed: 0 });
});
