import { requestCheck } from "@/lib/check/mutations";
import type { CheckResult } from "@/lib/check/result";
import { jobScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { connectShop } from "@/lib/testing/connect-shop";
import type { BenchDatabase } from "@/scripts/bench/database";
import { cpuMsOf, median, round } from "@/scripts/bench/measure";
import { atMost, record } from "@/scripts/bench/report";
import { startShopProcess } from "@/scripts/bench/shop-process";
import { HANDLERS } from "@/worker/handlers";

// Cost of checking a shop and storing the result as a worker does: CPU of this process and of the database.

const ROUNDS = 5;
const AT_ONCE = 4;
/** Number per shop. */
const WARMING_CHECKS = 50;
const CHECKS_PER_ROUND = 10;
/** Half of what Uptime Kuma 2.5.3 took for a stored check of one probe on a comparable machine (6.6 to 9.4 ms). */
const GOAL_MS = 3.3;
const OUTSIDE = {
  egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};

export async function benchStoredChecks({ pid }: BenchDatabase): Promise<void> {
  const { signal } = new AbortController();
  const shop = await startShopProcess(0);
  const shops = await Promise.all(Array.from({ length: AT_ONCE }, () => connectShop({ baseUrl: `${shop.url}/`, credentials: null })));
  // As if a key had been accepted: otherwise checks of a shop are limited to a few per hour.
  await inPlatform((tx) => tx.integration.updateMany({ data: { credentialsKeyId: "bench" } }));

  const checkAll = (times: number): Promise<unknown> =>
    Promise.all(
      shops.map(async ({ scope: { merchantId }, integrationId }) => {
        for (let count = 0; count < times; count += 1) {
          const asked = await requestCheck(jobScope("check-shop", merchantId), { integrationId, trigger: "schedule" });
          if (!asked.ok) throw new Error(asked.reason.code);
          const { checkId } = asked.value;
          await HANDLERS["check-shop"]({ merchantId, integrationId, checkId }, { outside: OUTSIDE, signal });
        }
      }),
    );
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return { worker: (user + system) / 1000, database: cpuMsOf(pid) };
  };

  await checkAll(WARMING_CHECKS);
  const rounds: { worker: number; database: number }[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const before = cpu();
    await checkAll(CHECKS_PER_ROUND);
    const after = cpu();
    const each = (of: "worker" | "database"): number => (after[of] - before[of]) / (CHECKS_PER_ROUND * AT_ONCE);
    rounds.push({ worker: each("worker"), database: each("database") });
  }
  shop.close();
  const checks = await inPlatform((tx) => tx.reachabilityCheck.findMany({ select: { result: true } }));
  const results = checks.map(({ result }) => result as unknown as CheckResult);
  if (results.some(({ verdict }) => verdict !== "healthy")) throw new Error("A check of the healthy shop does not call it healthy.");
  const requests = Math.max(...results.map((result) => result.requests));
  const cost = {
    worker: round(median(rounds.map(({ worker }) => worker)), 1),
    database: round(median(rounds.map(({ database }) => database)), 1),
  };
  const row = atMost(
    "CPU of each probe of a stored check, worker and PostgreSQL together",
    round(median(rounds.map(({ worker, database }) => (worker + database) / requests)), 2),
    GOAL_MS,
    " ms",
    ` (a check of ${requests}: ${cost.worker} ms + ${cost.database} ms)`,
  );
  record(
    "stored",
    { title: "Stored checks", method: "As above, each check requested, claimed, made and stored, four at once.", rows: [row] },
    { check: cost },
  );
}
