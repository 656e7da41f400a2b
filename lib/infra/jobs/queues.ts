/**
 * Every queue and its options in pg-boss's words. Handlers are idempotent and fenced by the lease on the run or check they work on,
 * so a job may be delivered twice; `expireInSeconds` only bounds how long a dead worker's job stays claimed.
 */
export const QUEUES = {
  "sync-orders": { retryLimit: 0, expireInSeconds: 3600, deleteAfterSeconds: 3600 },
  "check-shop": { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  "push-shipments": { retryLimit: 0, expireInSeconds: 900, deleteAfterSeconds: 3600 },
  "rehearse-shop": { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  /** Makes, looks after and removes the webhooks of a shop. */
  "tend-webhooks": { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  /** Fetches orders that a shop named by a webhook. */
  "fetch-hinted": { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  "canary-look": { retryLimit: 0, expireInSeconds: 120, deleteAfterSeconds: 3600 },
} as const;

/** The Postgres channel on which `enqueue` names the queue at the commit, so that a worker looks at once and not at its next poll. */
export const JOBS_CHANNEL = "mooring_jobs";

export type QueueName = keyof typeof QUEUES;

/** What a job carries: ids only, never data of an order and never a secret. */
export interface JobPayloads {
  "sync-orders": { merchantId: string; integrationId: string; runId: string };
  /** `again` names causes of an earlier check by their places there: only their requests are repeated first. */
  "check-shop": {
    merchantId: string;
    integrationId: string;
    checkId: string;
    again?: { ofCheckId: string; causeIndex: number; more?: number[] };
  };
  /** A try of addresses that are about to go live. */
  "rehearse-shop": { merchantId: string; integrationId: string; rehearsalId: string };
  "canary-look": { merchantId: string; integrationId: string };
  "tend-webhooks": { merchantId: string; integrationId: string };
  "fetch-hinted": { merchantId: string; integrationId: string };
  "push-shipments": { merchantId: string; integrationId: string };
}
