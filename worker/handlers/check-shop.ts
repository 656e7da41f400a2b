import { jobScope } from "@/lib/accounts/access";
import { performCheck } from "@/lib/checks/perform-check";
import { withinConnections } from "@/lib/checks/within-connections";
import type { JobPayloads } from "@/lib/jobs/queues";
import { readCertificates } from "@/lib/net/read-certificates";
import { runCheck } from "@/lib/probe/check-shop";
import { retestCause } from "@/lib/probe/retest";
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
