import { setTimeout as wait } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import { PRIORITY } from "@/lib/infra/jobs/enqueue";
import type { JobPayloads, QueueName } from "@/lib/infra/jobs/queues";
import { log } from "@/lib/infra/log";
import { metrics } from "@/lib/infra/observe/metrics";
import { continueFrom, type Origin } from "@/lib/infra/observe/trace";
import { serveMerchant } from "@/lib/infra/served-merchant";

export interface TakeOptions<Name extends QueueName> {
  queue: Name;
  /** Concurrent jobs in this process. */
  concurrency: number;
  /** Maximum of these for one merchant, so that a merchant with many shops does not block others. */
  perMerchant: number;
  handle(payload: JobPayloads[Name]): Promise<unknown>;
  /** When aborted, takes no more jobs; running ones finish. */
  signal: AbortSignal;
}

export interface JobTaker {
  /** Signals that there may be a new job. */
  wake(): void;
  /** Resolves after the last running job. */
  done: Promise<void>;
}

/** Finds jobs whose NOTIFY was lost. */
const POLL_MS = 2_000;
const PAUSE_AFTER_ERROR_MS = 500;
/** Maximum number of merchants in one round. */
const MAX_SERVED = 200;

/**
 * Takes jobs of one queue while there is capacity: on NOTIFY, after each job, and by polling. Merchants take turns, so that hundreds of one
 * merchant's jobs do not delay others. pg-boss's own workers pause after each job, which is too slow for a backlog.
 */
export function takeJobs<Name extends QueueName>(boss: PgBoss, options: TakeOptions<Name>): JobTaker {
  const { queue, concurrency, perMerchant, handle, signal } = options;
  const running = new Set<Promise<void>>();
  const ofMerchant = new Map<string, number>();
  const turns = { person: new Set<string>(), any: new Set<string>() };
  let rest = new AbortController();
  let woken = false;
  const wake = (): void => {
    woken = true;
    rest.abort();
  };

  async function work(job: Job<JobPayloads[Name] & Origin>): Promise<void> {
    const end = metrics().jobs.startTimer({ queue });
    try {
      await serveMerchant(job.data.merchantId, () => handle(job.data));
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

  async function fetchOne(options: { minPriority?: number }, served: ReadonlySet<string>) {
    const full = [...ofMerchant].filter(([, count]) => count >= perMerchant).map(([merchantId]) => merchantId);
    const ignoreGroups = [...new Set([...full, ...served])];
    const [job] = await boss.fetch<JobPayloads[Name] & Origin>(queue, { ...options, batchSize: 1, ignoreGroups });
    return job;
  }

  /** The next job of a merchant that has had no turn in this round; after all have had one, a new round begins. */
  async function fetchByTurns(options: { minPriority?: number }, served: Set<string>) {
    if (served.size >= MAX_SERVED) served.clear();
    let job = await fetchOne(options, served);
    if (!job && served.size > 0) {
      served.clear();
      job = await fetchOne(options, served);
    }
    if (job) served.add(job.data.merchantId);
    return job;
  }

  /** Takes one job of a merchant below its limit, jobs that users wait for first; false if there is none. */
  async function takeOne(): Promise<boolean> {
    const job = (await fetchByTurns({ minPriority: PRIORITY.person }, turns.person)) ?? (await fetchByTurns({}, turns.any));
    if (job) start(job);
    return job !== undefined;
  }

  async function take(): Promise<void> {
    while (!signal.aborted) {
      woken = false;
      rest = new AbortController();
      try {
        while (!signal.aborted && running.size < concurrency && (await takeOne())) {
          // takes until the queue is empty or the limit is reached
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
