import { setTimeout as wait } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { liveOutside } from "@/lib/health/live-outside";
import { insist } from "@/lib/infra/insist";
import { closeQueue, openQueue } from "@/lib/infra/jobs/enqueue";
import { openQueueDatabase, type QueueDatabase } from "@/lib/infra/jobs/queue-database";
import { JOBS_CHANNEL, QUEUES, type QueueName } from "@/lib/infra/jobs/queues";
import { listenOn } from "@/lib/infra/listen";
import { log } from "@/lib/infra/log";
import { startDaemons } from "@/worker/daemons/daemons";
import { HANDLERS } from "@/worker/handlers";
import { type JobTaker, takeJobs } from "@/worker/take-jobs";

/** Concurrent jobs per queue in this process; they mostly wait for shops. */
const CONCURRENCY: Record<QueueName, number> = {
  "sync-orders": 8,
  "check-shop": 4,
  "recovery-probe": 4,
  "push-shipments": 4,
  "rehearse-shop": 2,
  "tend-webhooks": 4,
  "fetch-hinted": 8,
};
/** Handlers that do not finish within this time are left to the next worker. */
const STOP_TIMEOUT_MS = 25_000;

/** Processes jobs and periodic work until it is stopped. Any number of workers may share one database. */
export async function startWorker(outside: OutsideConfig) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const database = openQueueDatabase("mooring_platform", 4);
  const boss = await insist("queue", () => openBoss(database));
  await insist("queue sender", openQueue);

  const startTaker = <Name extends QueueName>(queue: Name): JobTaker =>
    takeJobs(boss, {
      queue,
      concurrency: CONCURRENCY[queue],
      perMerchant: Math.ceil(CONCURRENCY[queue] / 2),
      handle: async (payload) => HANDLERS[queue](payload, { outside: await liveOutside(outside), signal }),
      signal,
    });
  const takers = new Map((Object.keys(QUEUES) as QueueName[]).map((queue) => [queue as string, startTaker(queue)]));
  const wakeAll = (): void => {
    for (const taker of takers.values()) taker.wake();
  };
  const listening = listenOn({
    channel: JOBS_CHANNEL,
    name: "mooring worker",
    onNotification: (queue) => takers.get(queue)?.wake(),
    onConnected: wakeAll,
  });
  const daemons = startDaemons(outside, signal);

  return {
    /** Stops gracefully: running jobs finish or return to the queue. */
    async stop(): Promise<void> {
      stopping.abort();
      const ended = Promise.all([daemons, ...[...takers.values()].map((taker) => taker.done)]);
      await Promise.race([ended, wait(STOP_TIMEOUT_MS, undefined, { ref: false })]);
      await listening.close();
      await boss.stop({ graceful: false });
      await database.close();
      await closeQueue();
    },
  };
}

/** The receiving part of the queue, which also deletes old jobs. */
async function openBoss({ db }: QueueDatabase): Promise<PgBoss> {
  const boss = new PgBoss({
    db,
    migrate: false,
    schedule: false,
    reindex: false, // the application's role cannot rebuild indexes
    monitorVacuum: false,
  });
  boss.on("error", (error) => log.error({ err: error }, "queue"));
  boss.on("warning", (warning) => log.warn({ warning }, "queue"));
  await boss.start();
  return boss;
}
