/**
 * Every queue and its pg-boss options. Handlers are idempotent and fenced by the lease on their run or check, so a job may be delivered
 * twice; `expireInSeconds` only limits how long a crashed worker keeps its job claimed.
 */
export const QUEUES = {
  "sync-orders": { retryLimit: 0, expireInSeconds: 3600, deleteAfterSeconds: 3600 },
  "check-shop": { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  "push-shipments": { retryLimit: 0, expireInSeconds: 900, deleteAfterSeconds: 3600 },
  "rehearse-shop": { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  /** Creates, maintains and removes the webhooks of a shop. */
  "tend-webhooks": { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  /** Fetches orders that a shop announced by webhook. */
  "fetch-hinted": { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  "recovery-probe": { retryLimit: 0, expireInSeconds: 120, deleteAfterSeconds: 3600 },
} as const;

/** The NOTIFY channel on which `enqueue` names the queue at commit, so that a worker polls at once. */
export const JOBS_CHANNEL = "mooring_jobs";

export type QueueName = keyof typeof QUEUES;

/** The payload of each job: ids only, never order data or secrets. */
export interface JobPayloads {
  "sync-orders": { merchantId: string; integrationId: string; runId: string };
  /** `again` contains indexes of causes in an earlier check: first, only their requests are repeated. */
  "check-shop": {
    merchantId: string;
    integrationId: string;
    checkId: string;
    again?: { ofCheckId: string; causeIndex: number; more?: number[] };
  };
  /** Tests addresses that are about to go live. */
  "rehearse-shop": { merchantId: string; integrationId: string; rehearsalId: string };
  "recovery-probe": { merchantId: string; integrationId: string };
  "tend-webhooks": { merchantId: string; integrationId: string };
  "fetch-hinted": { merchantId: string; integrationId: string };
  "push-shipments": { merchantId: string; integrationId: string };
}
