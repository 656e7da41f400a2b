/**
 * Every queue and its options in pg-boss's words. Handlers are idempotent and fenced by the lease on the run or check they work on,
 * so a job may be delivered twice; `expireInSeconds` only bounds how long a dead worker's job stays claimed. `notify` wakes a worker at the
 * commit that enqueued the job, so that a press is answered in milliseconds.
 */
export const QUEUES = {
  "sync-orders": { notify: true, retryLimit: 0, expireInSeconds: 3600, deleteAfterSeconds: 3600 },
  "check-shop": { notify: true, retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  "push-shipments": { notify: true, retryLimit: 0, expireInSeconds: 900, deleteAfterSeconds: 3600 },
  "canary-look": { notify: true, retryLimit: 0, expireInSeconds: 120, deleteAfterSeconds: 3600 },
} as const;

export type QueueName = keyof typeof QUEUES;

/** What a job carries: ids only, never data of an order and never a secret. */
export interface JobPayloads {
  "sync-orders": { merchantId: string; integrationId: string; runId: string };
  "check-shop": { merchantId: string; integrationId: string; checkId: string };
  "canary-look": { merchantId: string; integrationId: string };
  "push-shipments": { merchantId: string; integrationId: string };
}
