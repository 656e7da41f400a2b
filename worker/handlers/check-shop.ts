import { jobScope } from "@/lib/accounts/access";
import { performCheck } from "@/lib/checks/perform-check";
import type { JobPayloads } from "@/lib/jobs/queues";
import { runCheck } from "@/lib/probe/check-shop";
import type { WorkerContext } from "@/worker/context";

export const checkShop = (
  { merchantId, integrationId, checkId }: JobPayloads["check-shop"],
  { outside, signal }: WorkerContext,
): Promise<void> => performCheck(jobScope("check-shop", merchantId), { integrationId, checkId }, { outside, signal, engine: runCheck });
