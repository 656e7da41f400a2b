import { withDatabase } from "@/scripts/bench/database";
import { cpuMsOf, median, round } from "@/scripts/bench/measure";
import { atMost, type Costs, type Row } from "@/scripts/bench/report";
import type { StoredOrder, StoredReport } from "@/scripts/bench/stored-subject";
import { startSubject } from "@/scripts/bench/subject";

// What it costs to check a shop and to keep the result, as a worker does: CPU of its process and of the database, a PostgreSQL of its own.

const ROUNDS = 5;
const WARMING_CHECKS = 200;
const CHECKS_PER_ROUND = 40;
/** Half of what Uptime Kuma 2.5.3 was measured to take for a stored check of one probe, 6.6 to 9.4 ms, on a machine of this kind. */
const GOAL_MS = 3.3;

export const benchStoredChecks = (url: string): Promise<{ row: Row; cost: Costs["check"] }> =>
  withDatabase(async ({ pid }) => {
    const subject = await startSubject<StoredOrder, StoredReport>("scripts/bench/stored-subject.ts");
    await subject.run({ url, count: WARMING_CHECKS });
    const rounds: { worker: number; database: number; requests: number }[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const before = cpuMsOf(pid);
      const { cpuMs, requests } = await subject.run({ url, count: CHECKS_PER_ROUND });
      rounds.push({ worker: cpuMs / CHECKS_PER_ROUND, database: (cpuMsOf(pid) - before) / CHECKS_PER_ROUND, requests });
    }
    subject.close();
    const figure = (of: (one: (typeof rounds)[number]) => number, digits: number): number => round(median(rounds.map(of)), digits);
    const cost = { worker: figure(({ worker }) => worker, 1), database: figure(({ database }) => database, 1) };
    const row = atMost(
      "CPU of each probe of a check that a worker makes and stores, its process and PostgreSQL together",
      figure(({ worker, database, requests }) => (worker + database) / requests, 2),
      GOAL_MS,
      " ms",
      ` (a check of ${figure(({ requests }) => requests, 0)}: ${cost.worker} ms + ${cost.database} ms)`,
    );
    return { row, cost };
  });
