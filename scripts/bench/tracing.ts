import { execFile } from "node:child_process";
import http from "node:http";
import { promisify } from "node:util";
import { endWorker, startWorkerProcess } from "@/lib/testing/worker-process";
import type { BenchDatabase } from "@/scripts/bench/database";
import { median, report, round } from "@/scripts/bench/measure";
import { atLeast, atMost, plain, record } from "@/scripts/bench/report";
import { INTEGRATIONS, openRoutine } from "@/scripts/bench/routine";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

// One scheduled sync in a hundred traced, beside the same without traces, in rounds that take turns.

const ROUNDS = 2;
const SECONDS = 45;
const SPAN_ROUNDS = 3;
/** What the environment must name; nothing of it is used. */
const REQUIRED = {
  DATABASE_URL: "postgresql://bench@127.0.0.1/bench",
  CREDENTIALS_KEYS: `bench:${Buffer.alloc(32, 7).toString("base64")}`,
  NEXTAUTH_SECRET: "0".repeat(43),
  NEXTAUTH_URL: "http://127.0.0.1:3000",
};

/** Measures without and with a collector of traces in turn. */
async function takeTurns<Figure>(turns: number, measure: (environment: Record<string, string>) => Promise<Figure>) {
  let exports = 0;
  const collector = http.createServer((request, response) => {
    exports += 1;
    request.resume().on("end", () => response.writeHead(200, { "content-type": "application/x-protobuf" }).end());
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const address = collector.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_TRACES_SAMPLER_ARG: "0.01" };
  const figures: { without: Figure; sampled: Figure }[] = [];
  for (let turn = 0; turn < turns; turn += 1) figures.push({ without: await measure({}), sampled: await measure(environment) });
  collector.close();
  return { figures, exports };
}

/** What the spans and counters of a sync cost by themselves: unlike the syncs below, this can be measured beside other work. */
export async function benchSpans(): Promise<void> {
  const { figures } = await takeTurns(SPAN_ROUNDS, async (environment) => {
    const options = { cwd: root, env: { ...process.env, ...typescriptEnvironment, ...REQUIRED, ...environment } };
    const { stdout } = await promisify(execFile)(ownNode(), typescriptArguments("scripts/bench/spans.ts"), options);
    return JSON.parse(stdout) as { spans: number; counters: number };
  });
  const [without, sampled] = [median(figures.map((one) => one.without.spans)), median(figures.map((one) => one.sampled.spans))];
  const counters = median(figures.map((one) => one.without.counters));
  record("spans", {
    title: "Traces and counters",
    method:
      "One scheduled sync in a hundred is traced and sent to a collector beside it. Spans: a job and three requests, in processes of their own that take turns with and without an endpoint for traces.",
    rows: [
      atMost(
        "CPU that traces add to a sync",
        round(sampled - without, 1),
        20,
        " µs",
        ` (spans ${round(sampled, 2)} µs, without an endpoint ${round(without, 2)} µs)`,
      ),
      atMost("CPU that counting a sync for Prometheus takes", round(counters, 2), 20, " µs"),
    ],
  });
}

export async function benchTracing(database: BenchDatabase): Promise<void> {
  const routine = await openRoutine(database);
  await routine.startInterval();
  const { figures, exports } = await takeTurns(ROUNDS, async (environment) => {
    const worker = await startWorkerProcess(environment);
    const measured = await routine.measure(worker.pid ?? 0, SECONDS);
    await endWorker(worker, "SIGTERM");
    report(JSON.stringify({ ...environment, ...measured }));
    return measured;
  });
  await routine.close();
  type Measured = (typeof figures)[number]["without"];
  const list = (kind: "without" | "sampled", figure: (measured: Measured) => number) => figures.map((turn) => figure(turn[kind]));
  const cpuOf = (kind: "without" | "sampled"): string =>
    `${list(kind, ({ cpuMsEach }) => cpuMsEach.worker).join(" ms, ")} ms of the worker, ${list(kind, ({ cpuMsEach }) => cpuMsEach.database).join(" ms, ")} ms of the database`;
  const ratio = median(figures.map(({ without, sampled }) => sampled.cpuMsEach.worker / without.cpuMsEach.worker));
  const rate = ({ syncsPerSecond }: Measured): number => syncsPerSecond;
  const lag = ({ lagMs }: Measured): number => lagMs.p99;
  record("tracing", {
    title: "Traced syncs",
    method:
      "The worker of the routine above sends one scheduled sync in a hundred to a collector beside it, in rounds that take turns with rounds without traces on the same database.",
    rows: [
      atLeast(
        `Syncs a second with one in a hundred traced, ${INTEGRATIONS} integrations every 15 minutes, the slowest of ${ROUNDS} rounds of ${SECONDS} s`,
        Math.min(...list("sampled", rate)),
        108,
        ` (without traces ${list("without", rate).join(", ")})`,
      ),
      atMost(
        "From due to begun, p99, the slowest round",
        Math.max(...list("sampled", lag)),
        5_000,
        " ms",
        ` (without traces ${list("without", lag).join(" ms, ")} ms)`,
      ),
      plain("CPU of each, traced", cpuOf("sampled")),
      plain("CPU of each, without traces", cpuOf("without")),
      plain("CPU of the worker, traced against without", `${round(ratio, 2)} (${exports} batches of spans sent)`),
    ],
  });
}
