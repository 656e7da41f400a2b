import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { endWithBench } from "@/scripts/bench/end-with-bench";
import { cpuMsOfFamily, median } from "@/scripts/bench/measure";
import type { StoredOrder, StoredReport } from "@/scripts/bench/stored-subject";
import { startSubject } from "@/scripts/bench/subject";
import type { Workshop } from "@/scripts/bench/workshop";
import { runtimeUrlOf, startPostgres } from "@/scripts/dev/postgres.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

// What it costs to check a shop and to keep the result, as a worker does: CPU of its process and of the database, a PostgreSQL of its own.

const ROUNDS = 5;
const WARMING_CHECKS = 200;
const CHECKS_PER_ROUND = 40;

export interface StoredFigures {
  requests: number;
  /** CPU for each check. */
  appCpuMs: number;
  databaseCpuMs: number;
  /** Both, for each request of the check. */
  cpuMsOfProbe: number;
}

export async function benchStoredChecks(workshop: Workshop, url: string): Promise<StoredFigures> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-bench-"));
  fs.chmodSync(folder, 0o755);
  const database = await startPostgres({ root, dataDir: path.join(folder, "postgres") });
  endWithBench(database.pid);
  try {
    const { migrate } = await import("@/lib/infra/migrate");
    const runtimeUrl = runtimeUrlOf(database.url, path.join(folder, "postgres"));
    await migrate(database.url, runtimeUrl);
    const subject = await startSubject<StoredOrder, StoredReport>(workshop, "scripts/bench/stored-subject.ts", {
      DATABASE_URL: runtimeUrl,
      CREDENTIALS_KEYS: `bench:${Buffer.alloc(32, 7).toString("base64")}`,
      LOG_LEVEL: "error",
    });
    await subject.run({ url, count: WARMING_CHECKS });
    const rounds: { app: number; database: number; requests: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = cpuMsOfFamily(database.pid);
      const { cpuMs, requests } = await subject.run({ url, count: CHECKS_PER_ROUND });
      const databaseMs = cpuMsOfFamily(database.pid) - before;
      rounds.push({ app: cpuMs / CHECKS_PER_ROUND, database: databaseMs / CHECKS_PER_ROUND, requests });
    }
    subject.child.kill();
    const tenths = (value: number): number => Math.round(value * 10) / 10;
    return {
      requests: median(rounds.map((round) => round.requests)),
      appCpuMs: tenths(median(rounds.map((round) => round.app))),
      databaseCpuMs: tenths(median(rounds.map((round) => round.database))),
      cpuMsOfProbe: Number(median(rounds.map(({ app, database: theirs, requests }) => (app + theirs) / requests)).toFixed(2)),
    };
  } finally {
    await database.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
