import { executeCheck } from "@/lib/check/execute-check";
import { withConnectionLimit } from "@/lib/check/limit-connections";
import { runCheck } from "@/lib/check/probe/check-shop";
import { retestCause } from "@/lib/check/probe/retest";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { readCertificates } from "@/lib/connectors/net/read-certificates";
import { jobScope } from "@/lib/identity/accounts/access";
import type { JobPayloads, QueueName } from "@/lib/infra/jobs/queues";
import { rehearseShop } from "@/lib/operations/addresses/rehearse";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { probeForRecovery } from "@/lib/sync/recovery/recovery-probe";
import { executeRun } from "@/lib/sync/run/execute-run";
import { fetchHinted } from "@/lib/sync/webhooks/fetch-hinted";
import { maintainWebhooks } from "@/lib/sync/webhooks/maintain-webhooks";

/** What each process passes to its handlers. */
interface WorkerContext {
  outside: OutsideConfig;
  /** Aborted when the worker stops: handlers finish soon or release their work. */
  signal: AbortSignal;
}

export const HANDLERS: { readonly [Name in QueueName]: (payload: JobPayloads[Name], context: WorkerContext) => Promise<unknown> } = {
  "sync-orders": ({ merchantId, integrationId, runId }, context) =>
    executeRun(jobScope("sync-orders", merchantId), { integrationId, runId }, context),
  "check-shop": ({ merchantId, integrationId, checkId, again = null }, context) => {
    const scope = jobScope("check-shop", merchantId);
    return executeCheck(
      scope,
      { integrationId, checkId },
      {
        ...context,
        again,
        engine: withConnectionLimit(scope, integrationId, runCheck),
        retest: withConnectionLimit(scope, integrationId, retestCause),
        certificates: withConnectionLimit(scope, integrationId, readCertificates),
      },
    );
  },
  "recovery-probe": ({ merchantId, integrationId }, { outside }) =>
    probeForRecovery(jobScope("recovery-probe", merchantId), integrationId, outside),
  "push-shipments": ({ merchantId, integrationId }, context) => pushWaiting(jobScope("push-shipments", merchantId), integrationId, context),
  "rehearse-shop": rehearseShop,
  "tend-webhooks": ({ merchantId, integrationId }, { outside, signal }) =>
    maintainWebhooks(jobScope("tend-webhooks", merchantId), integrationId, outside, signal),
  "fetch-hinted": ({ merchantId, integrationId }, context) => fetchHinted(jobScope("fetch-hinted", merchantId), integrationId, context),
};
