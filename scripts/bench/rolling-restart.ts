// `npm run bench:restart`: effect on visitors when processes are replaced or killed and PostgreSQL restarts. Two web processes and three
// workers behind HAProxy and PgBouncer, as in docs/deploy.md.
import { setTimeout as delay } from "node:timers/promises";
import { startCluster } from "@/e2e/support/cluster";
import type { WebProcess } from "@/e2e/support/web-process";
import { endWorker, killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";
import { report, round } from "@/scripts/bench/measure";
import { atMost, plain, type Row, record } from "@/scripts/bench/report";
import { build } from "@/scripts/dev/build.mjs";

const USERS = 100;
/** Between two requests of one user. */
const PAUSE_MS = 4_000;
const PATHS = ["/sign-in", "/addresses", "/addresses.json", "/forgot-password"];

await build();
process.env["DRAIN_SECONDS"] = "3";
const cluster = await startCluster();

/** Requests of visitors and failed ones, since the last phase began. */
let seen = { requests: 0, failed: [] as string[], slowestMs: 0 };
let isOver = false;
async function visit(user: number): Promise<void> {
  await delay((user * PAUSE_MS) / USERS);
  for (let turn = user; !isOver; turn += 1) {
    const since = performance.now();
    const result = await fetch(cluster.url + PATHS[turn % PATHS.length], { signal: AbortSignal.timeout(30_000) })
      .then(async (answer) => {
        await answer.arrayBuffer();
        return answer.status < 500 ? null : `${answer.status}`;
      })
      .catch((error: Error & { cause?: { code?: string } }) => String(error.cause?.code ?? error.name));
    seen.requests += 1;
    seen.slowestMs = Math.max(seen.slowestMs, performance.now() - since);
    if (result) seen.failed.push(result);
    await delay(PAUSE_MS);
  }
}

const rows: Row[] = [];
/** `goal`: maximum number of failed requests. */
async function phase(name: string, goal: number | null, work: () => Promise<unknown>): Promise<void> {
  seen = { requests: 0, failed: [], slowestMs: 0 };
  const since = performance.now();
  await work();
  const { requests, failed, slowestMs } = seen;
  const beside = ` of ${requests} (${failed.join(", ") || "none"}); slowest ${round(slowestMs)} ms, ${round((performance.now() - since) / 1000)} s`;
  rows.push(goal === null ? plain(name, `${failed.length}${beside}`) : atMost(name, failed.length, goal, "", beside));
  report(`${name}: ${failed.length}${beside}`);
}

async function replaceWebs(end: (web: WebProcess) => Promise<void>): Promise<void> {
  for (const web of cluster.webs) {
    await end(web);
    await web.start();
    // HAProxy checks health every half second.
    await delay(1_500);
  }
}

try {
  const visitors = Array.from({ length: USERS }, (_, user) => visit(user));
  await phase("At rest", 0, () => delay(5_000));
  await phase("Rolling restart of both web processes", 0, () => replaceWebs((web) => web.stop()));
  await phase("kill -9 of each web process", null, () => replaceWebs((web) => web.kill()));
  await phase("kill -9 of each worker", 0, async () => {
    for (const worker of cluster.workers) {
      await endWorker(worker, "SIGKILL");
      await startWorkerProcess();
    }
  });
  await phase("Restart of PostgreSQL", null, async () => {
    await cluster.restartPostgres();
    for (const { url } of cluster.webs) while (!(await fetch(`${url}/readyz`)).ok) await delay(50);
  });
  await phase("Afterwards", 0, () => delay(5_000));
  isOver = true;
  await Promise.all(visitors);
  record("restart", {
    title: "Restarts",
    method:
      "`npm run bench:restart`: failed requests of 100 users; two web processes and three workers behind HAProxy and PgBouncer as shipped.",
    rows,
  });
} finally {
  await killWorkers();
  await cluster.stop();
}
process.exit(0);
