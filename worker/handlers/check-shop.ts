import { performCheck } from "@/lib/check/execute-check";
import { runCheck } from "@/lib/check/probe/check-shop";
import { retestCause } from "@/lib/check/probe/retest";
import { withinConnections } from "@/lib/check/within-connections";
import { readCertificates } from "@/lib/connectors/net/read-certificates";
import { jobScope } from "@/lib/identity/accounts/access";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import type { WorkerContext } from "@/worker/context";

export const checkShop = (
  { merchantId, integrationId, checkId, again }: JobPayloads["check-shop"],
  { outside, signal }: WorkerContext,
): Promise<void> => {
  const scope = jobScope("check-shop", merchantId);
  return performCheck(
    scope,
    { integrationId, checkId },
    {
      outside,
      signal,
      engine: withinConnections(scope, integrationId, runCheck),
      retest: withinConnections(scope, integrationId, retestCause),
      certificates: withinConnections(scope, integrationId, readCertificates),
      again: again ?? null,
    },
  );
};
