import { executeCheck } from "@/lib/check/execute-check";
import { withConnectionLimit } from "@/lib/check/limit-connections";
import { runCheck } from "@/lib/check/probe/check-shop";
import { retestCause } from "@/lib/check/probe/retest";
import { readCertificates } from "@/lib/connectors/net/read-certificates";
import { jobScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import type { WorkerContext } from "@/worker/context";

export const checkShop = (
  { merchantId, integrationId, checkId, again }: JobPayloads["check-shop"],
  { outside, signal }: WorkerContext,
): Promise<void> => {
  const scope = jobScope("check-shop", merchantId);
  return executeCheck(
    scope,
    { integrationId, checkId },
    {
      outside,
      signal,
      engine: withConnectionLimit(scope, integrationId, runCheck),
      retest: withConnectionLimit(scope, integrationId, retestCause),
      certificates: withConnectionLimit(scope, integrationId, readCertificates),
      again: again ?? null,
    },
  );
};
