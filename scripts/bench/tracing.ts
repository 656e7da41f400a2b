import { execFile } from "node:child_process";
import http from "node:http";
import { promisify } from "node:util";
import pg from "pg";
import { median } from "@/scripts/bench/measure";
import { INTERVAL_SECONDS, measureSchedule, type RoutineBench, type RoutineFigures, startInterval } from "@/scripts/bench/routine";
import { seedIntegrations } from "@/scripts/bench/seed-integrations";
import { startShopProcess } from "@/scripts/bench/shop-process";
import { startWorkerProcess } from "@/scripts/bench/worker-process";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

// The worker of `sync` with one scheduled sync in a hundred traced, beside the same without traces: rounds that take turns on one database.

const ROUNDS = 2;
const SPAN_ROUNDS = 3;
/** What the environment must name; nothing of it is used. */
const REQUIRED = {
  DATABASE_URL: "postgresql://bench@127.0.0.1/bench",
  CREDENTIALS_KEYS: `bench:${Buffer.alloc(32, 7).toString("base64")}`,
  NEXTAUTH_SECRET: "0".repeat(43),
  NEXTAUTH_URL: "http://127.0.0.1:3000",
};

type Round = Pick<RoutineFigures, "syncsPerSecond" | "lagMs" | "cpuMsEach">;

export interface SpanFigures {
  /** CPU in microseconds of the spans of one sync, median of rounds that take turns. */
  without: number;
  sampled: number;
}

export interface TracingFigures {
  integrations: number;
  /** Of each round. */
  seconds: number;
  without: Round[];
  sampled: Round[];
  /** Batches of spans that the collector received. */
  exports: number;
  /** CPU of the worker for each sync, sampled against without: median of the rounds. */
  ratio: number;
}

export async function benchTracing(bench: RoutineBench): Promise<TracingFigures> {
  const admin = new pg.Client({ connectionString: bench.databaseUrl });
  await admin.connect();
  const shop = await startShopProcess(3);
  const collector = await startCollector();
  try {
    await seedIntegrations(admin, { baseUrl: shop.url, integrations: bench.integrations, intervalSeconds: INTERVAL_SECONDS });
    await startInterval(admin, bench.integrations);
    const round = async (environment: Record<string, string>): Promise<Round> => {
      const worker = await startWorkerProcess(environment);
      const { syncsPerSecond, lagMs, cpuMsEach } = await measureSchedule(bench, { admin, workerPid: worker.pid, shopPid: shop.pid });
      await worker.close();
      process.stderr.write(`  ${JSON.stringify({ ...environment, syncsPerSecond, lagMs, cpuMsEach })}\n`);
      return { syncsPerSecond, lagMs, cpuMsEach };
    };
    const [without, sampled]: [Round[], Round[]] = [[], []];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      without.push(await round({}));
      sampled.push(await round(sampledBy(collector.url)));
    }
    const ratio = Number(
      median(sampled.map((with_, turn) => with_.cpuMsEach.worker / (without[turn]?.cpuMsEach.worker ?? Number.NaN))).toFixed(2),
    );
    return { integrations: bench.integrations, seconds: bench.seconds, without, sampled, exports: collector.received(), ratio };
  } finally {
    collector.close();
    shop.close();
    await admin.end();
  }
}

/** What the spans of a sync cost by themselves: unlike the rounds above, this can be measured beside other work. */
export async function benchSpans(): Promise<SpanFigures> {
  const collector = await startCollector();
  const run = async (environment: Record<string, string>): Promise<number> => {
    const options = { cwd: root, env: { ...process.env, ...typescriptEnvironment, ...REQUIRED, ...environment } };
    return Number((await promisify(execFile)(ownNode(), typescriptArguments("scripts/bench/spans.ts"), options)).stdout);
  };
  const [without, sampled]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < SPAN_ROUNDS; turn += 1) {
    without.push(await run({}));
    sampled.push(await run(sampledBy(collector.url)));
  }
  collector.close();
  return { without: median(without), sampled: median(sampled) };
}

const sampledBy = (url: string) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_TRACES_SAMPLER_ARG: "0.01" });

async function startCollector() {
  let received = 0;
  const server = http.createServer((request, response) => {
    received += 1;
    request.resume().on("end", () => response.writeHead(200, { "content-type": "application/x-protobuf" }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, received: () => received, close: () => server.close() };
}
