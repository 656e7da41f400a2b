import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue, enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { takeJobs } from "@/worker/take-jobs";

const QUEUE = "check-shop";
let boss: PgBoss;

beforeAll(async () => {
  boss = new PgBoss({
    connectionString: process.env["DATABASE_URL"] ?? "",
    options: "-c role=mooring_platform",
    migrate: false,
    schedule: false,
    supervise: false,
  });
  await boss.start();
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await closeQueue();
});

/** Processes the queue. @returns the merchants in the order in which their jobs started */
async function workOff(jobs: number): Promise<string[]> {
  const begun: string[] = [];
  const stopping = new AbortController();
  const taker = takeJobs(boss, {
    queue: QUEUE,
    concurrency: 4,
    perMerchant: 2,
    signal: stopping.signal,
    async handle({ merchantId }) {
      begun.push(merchantId);
    },
  } as Parameters<typeof takeJobs<typeof QUEUE>>[1]);
  await expect.poll(() => begun.length, { timeout: 30_000, interval: 20 }).toBe(jobs);
  stopping.abort();
  taker.wake();
  await taker.done;
  return begun;
}

const add = (merchantId: string, count: number, priority: number = PRIORITY.person) =>
  inMerchant(merchantId, async (tx) => {
    for (let job = 0; job < count; job += 1)
      await enqueue(tx, QUEUE, { merchantId, integrationId: randomUUID(), checkId: randomUUID() }, priority);
  });

it("the backlogs of many merchants delay the one job of another by one turn each at most", async () => {
  const busy = Array.from({ length: 6 }, () => randomUUID());
  for (const merchantId of busy) await add(merchantId, 20);
  const patient = randomUUID();
  await add(patient, 1);
  const begun = await workOff(121);
  expect(begun.indexOf(patient)).toBeLessThanOrEqual(busy.length);
  for (const merchantId of busy) expect(begun.filter((one) => one === merchantId)).toHaveLength(20);
  expect(await inPlatform((tx) => tx.$queryRaw`select 1 from pgboss.job where state in ('created', 'active', 'failed')`)).toEqual([]);
});

it("jobs that users wait for precede scheduled ones", async () => {
  const [scheduled, waiting] = [randomUUID(), randomUUID()];
  await add(scheduled, 10, PRIORITY.schedule);
  await add(waiting, 3);
  const begun = await workOff(13);
  expect(begun.lastIndexOf(waiting)).toBeLessThanOrEqual(4);
});
