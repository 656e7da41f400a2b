import { setTimeout as wait } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import type { JobPayloads, QueueName } from "@/lib/infra/jobs/queues";
import { log } from "@/lib/infra/log";
import { metrics } from "@/lib/infra/observe/metrics";
import { continueFrom, type Origin } from "@/lib/infra/observe/trace";

export interface TakeOptions<Name extends QueueName> {
  queue: Name;
  /** Concurrent jobs in this process. */
  concurrency: number;
  /** Of these, jobs of one merchant, so that a merchant with many shops does not block others. */
  perMerchant: number;
  handle(payload: JobPayloads[Name]): Promise<void>;
  /** Stops taking jobs; running ones finish. */
  signal: AbortSignal;
}

export interface JobTaker {
  /** Signals that there may be a job. */
  wake(): void;
  /** Resolves after the last running job. */
  done: Promise<void>;
}

/** Finds jobs whose NOTIFY was lost. */
const POLL_MS = 2_000;
const PAUSE_AFTER_ERROR_MS = 500;

/**
 * Takes jobs of one queue while there is capacity: on NOTIFY, after each job, and by polling. pg-boss's own workers pause after each job, which is
 * too slow for a backlog.
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

  async function work(job: Job<JobPayloads[Name] & Origin>): Promise<void> {
    const end = metrics().jobs.startTimer({ queue });
    try {
      await handle(job.data);
      await boss.complete(queue, job.id);
      const seconds = end({ outcome: "done" });
      log.debug({ queue, jobId: job.id, seconds }, "job done");
    } catch (error) {
      end({ outcome: "failed" });
      // The work itself is fenced and recovered by its own lease; the job is only a notification.
      log.error({ err: error, queue, jobId: job.id }, "job failed");
      await boss.fail(queue, job.id, { message: error instanceof Error ? error.message : String(error) }).catch(() => {});
    }
  }

  function start(job: Job<JobPayloads[Name] & Origin>): void {
    const { merchantId } = job.data;
    ofMerchant.set(merchantId, (ofMerchant.get(merchantId) ?? 0) + 1);
    const one = continueFrom(job.data, `job ${queue}`, { "mooring.job": job.id }, () => work(job)).finally(() => {
      const left = (ofMerchant.get(merchantId) ?? 1) - 1;
      if (left > 0) ofMerchant.set(merchantId, left);
      else ofMerchant.delete(merchantId);
      running.delete(one);
      wake();
    });
    running.add(one);
  }

  /** Takes one job of a merchant below its limit; false if there is none. */
  async function takeOne(): Promise<boolean> {
    const ignoreGroups = [...ofMerchant].filter(([, count]) => count >= perMerchant).map(([merchantId]) => merchantId);
    const [job] = await boss.fetch<JobPayloads[Name] & Origin>(queue, { batchSize: 1, ignoreGroups });
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
        log.error({ err: error, queue }, "could not take jobs; retrying");
        await wait(PAUSE_AFTER_ERROR_MS, undefined, { signal }).catch(() => {});
      }
      if (!woken) await wait(POLL_MS, undefined, { signal: AbortSignal.any([rest.signal, signal]) }).catch(() => {});
    }
    while (running.size > 0) await Promise.all(running);
  }

  return { wake, done: take() };
}
