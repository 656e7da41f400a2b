import { executeCheck } from "@/lib/check/execute-check";
import { withConnectionLimit } from "@/lib/check/limit-connections";
import { requestCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { retestCause } from "@/lib/check/probe/retest";
import { jobScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { connectShop } from "@/lib/testing/connect-shop";
import { answerOrders } from "@/scripts/bench/subject";
import { subscribeReactions } from "@/worker/reactions";

// A worker's checks in a process of their own, each asked for, claimed, made and stored as the product does it.

/** Checks of `count` shops at this address, four at once as in a worker. */
export interface StoredOrder {
  url: string;
  count: number;
}

export interface StoredReport {
  /** CPU of this process. */
  cpuMs: number;
  requests: number;
}

const AT_ONCE = 4;
const OUTSIDE = {
  egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};

subscribeReactions();
const { signal } = new AbortController();
const shops: Awaited<ReturnType<typeof connectShop>>[] = [];

async function checkAndStore({ scope, integrationId }: (typeof shops)[number]): Promise<number> {
  const job = jobScope("check-shop", scope.merchantId);
  const asked = await requestCheck(job, { integrationId, trigger: "schedule" });
  if (!asked.ok) throw new Error(asked.reason.code);
  let requests = 0;
  await executeCheck(
    job,
    { integrationId, checkId: asked.value.checkId },
    {
      outside: OUTSIDE,
      signal,
      engine: withConnectionLimit(job, integrationId, async (input: Parameters<typeof runCheck>[0]) => {
        const result = await runCheck(input);
        if (result.verdict !== "healthy") throw new Error(`A check of the healthy shop says ${result.verdict}.`);
        requests = result.requests;
        return result;
      }),
      retest: withConnectionLimit(job, integrationId, retestCause),
    },
  );
  if (requests === 0) throw new Error("A check was not made.");
  return requests;
}

async function fulfil({ url, count }: StoredOrder): Promise<StoredReport> {
  while (shops.length < AT_ONCE) shops.push(await connectShop({ baseUrl: `${url}/`, credentials: null }));
  // As where a key was accepted: checks of other shops are limited to a handful an hour.
  await inPlatform((tx) => tx.integration.updateMany({ data: { credentialsKeyId: "bench" } }));
  let requests = 0;
  let left = count;
  const before = process.cpuUsage();
  await Promise.all(
    shops.map(async (shop) => {
      for (; left > 0; ) {
        left -= 1;
        requests = Math.max(requests, await checkAndStore(shop));
      }
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, requests };
}

answerOrders(fulfil);
