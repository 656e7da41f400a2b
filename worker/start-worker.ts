import { PgBoss } from "pg-boss";
import type { OutsideConfig } from "@/lib/egress/config";
import { closeQueue, openQueue } from "@/lib/jobs/enqueue";
import type { JobPayloads, QueueName } from "@/lib/jobs/queues";
import { required } from "@/lib/system/env";
import { log } from "@/lib/system/log";
import type { WorkerContext } from "@/worker/context";
import { startDaemons } from "@/worker/daemons/daemons";

/** One handler for each queue. */
export type Handlers = { [Name in QueueName]: (payload: JobPayloads[Name], context: WorkerContext) => Promise<void> };

/** Jobs of one queue at a time in this process: they wait for shops most of their life. */
const CONCURRENCY: Record<QueueName, number> = { "sync-orders": 8, "check-shop": 4, "canary-look": 4, "push-shipments": 4 };
/** Handlers that do not end by themselves within this time are left to the next worker. */
const STOP_TIMEOUT_MS = 25_000;

export interface RunningWorker {
  /** Ends gracefully: running jobs finish or go back to the queue. */
  stop(): Promise<void>;
}

/** Takes jobs and does the periodic work until it is stopped. Any number of workers may run against one database. */
export async function startWorker(handlers: Handlers, outside: OutsideConfig): Promise<RunningWorker> {
  const stopping = new AbortController();
  const context: WorkerContext = { outside, signal: stopping.signal };
  const boss = new PgBoss({
    connectionString: required("DATABASE_URL"),
    options: "-c role=mooring_platform",
    application_name: "mooring worker",
    max: 4,
    migrate: false,
    schedule: false,
    reindex: false, // the role of the application may not rebuild indexes
    monitorVacuum: false,
    useListenNotify: true,
  });
  boss.on("error", (error) => log.error({ err: error }, "queue"));
  boss.on("warning", (warning) => log.warn({ warning }, "queue"));
  await openQueue();
  await boss.start();

  const work = <Name extends QueueName>(queue: Name): Promise<string> =>
    boss.work<JobPayloads[Name]>(
      queue,
      { localConcurrency: CONCURRENCY[queue], pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 },
      async (jobs) => {
        for (const job of jobs) await handlers[queue](job.data, context);
      },
    );
  await work("sync-orders");
  await work("check-shop");
  await work("canary-look");
  await work("push-shipments");
  const daemons = startDaemons(stopping.signal);

  return {
    async stop() {
      stopping.abort();
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
      await daemons;
      await closeQueue();
    },
  };
}
