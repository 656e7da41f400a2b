import { setTimeout as wait } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import type { JobPayloads, QueueName } from "@/lib/infra/jobs/queues";
import { log } from "@/lib/infra/log";

export interface TakeOptions<Name extends QueueName> {
  queue: Name;
  /** Jobs at a time in this process. */
  concurrency: number;
  /** Of these, jobs of one merchant: however many shops it has, others are served beside it. */
  perMerchant: number;
  handle(payload: JobPayloads[Name]): Promise<void>;
  /** Ends the taking; jobs at hand go on. */
  signal: AbortSignal;
}

export interface JobTaker {
  /** There may be a job now. */
  wake(): void;
  /** Resolves when the taking has ended and every job at hand with it. */
  done: Promise<void>;
}

/** Jobs whose NOTIFY was lost are found by looking. */
const POLL_MS = 2_000;
const PAUSE_AFTER_ERROR_MS = 500;

/**
 * Takes jobs of one queue as long as there is room: at the commit that enqueued them, when a job ended, and now and then. pg-boss's own
 * takers rest after each job until the next notification or poll, which a backlog does not bear.
 */
export function takeJobs<Name extends QueueName>(boss: PgBoss, options: TakeOptions<Name>): JobTaker {
  const { queue, concurrency, perMerchant, handle, signal } = options;
  const running = new Set<Promise<void>>();
  const ofMerchant = new Map<string, number>();
  let rest = new AbortController();
  let woken = false;
  const wake = (): void => {
    woken = true;
    rest.abort();
  };

  async function work(job: Job<JobPayloads[Name]>): Promise<void> {
    try {
      await handle(job.data);
      await boss.complete(queue, job.id);
    } catch (error) {
      // What the job was about is fenced by its own lease and rescued by it; the job itself is only news of it.
      log.error({ err: error, queue, jobId: job.id }, "job failed");
      await boss.fail(queue, job.id, { message: error instanceof Error ? error.message : String(error) }).catch(() => {});
    }
  }

  function start(job: Job<JobPayloads[Name]>): void {
    const { merchantId } = job.data;
    ofMerchant.set(merchantId, (ofMerchant.get(merchantId) ?? 0) + 1);
    const one = work(job).finally(() => {
      const left = (ofMerchant.get(merchantId) ?? 1) - 1;
      if (left > 0) ofMerchant.set(merchantId, left);
      else ofMerchant.delete(merchantId);
      running.delete(one);
      wake();
    });
    running.add(one);
  }

  /** Takes one job of a merchant that has room; false when there is none. */
  async function takeOne(): Promise<boolean> {
    const ignoreGroups = [...ofMerchant].filter(([, count]) => count >= perMerchant).map(([merchantId]) => merchantId);
    const [job] = await boss.fetch<JobPayloads[Name]>(queue, { batchSize: 1, ignoreGroups });
    if (job) start(job);
    return job !== undefined;
  }

  async function take(): Promise<void> {
    while (!signal.aborted) {
      woken = false;
      rest = new AbortController();
      try {
        while (!signal.aborted && running.size < concurrency && (await takeOne())) {
          // one more
        }
      } catch (error) {
        log.error({ err: error, queue }, "no jobs could be taken; it goes on");
        await wait(PAUSE_AFTER_ERROR_MS, undefined, { signal }).catch(() => {});
      }
      if (!woken) await wait(POLL_MS, undefined, { signal: AbortSignal.any([rest.signal, signal]) }).catch(() => {});
    }
    while (running.size > 0) await Promise.all(running);
  }

  return { wake, done: take() };
}
