import { execFile } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { median, round } from "@/scripts/bench/measure";
import { atMost, record } from "@/scripts/bench/report";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

const ROUNDS = 3;
/** Required by the environment's schema, but unused. */
const REQUIRED = {
  DATABASE_URL: "postgresql://bench@127.0.0.1/bench",
  CREDENTIALS_KEYS: `bench:${Buffer.alloc(32, 7).toString("base64")}`,
  NEXTAUTH_SECRET: "0".repeat(43),
  NEXTAUTH_URL: "http://127.0.0.1:3000",
};

async function measure(environment: Record<string, string>): Promise<{ spans: number; counters: number }> {
  const options = { cwd: root, env: { ...process.env, ...typescriptEnvironment, ...REQUIRED, ...environment } };
  const { stdout } = await promisify(execFile)(ownNode(), typescriptArguments("scripts/bench/span-subject.ts"), options);
  return JSON.parse(stdout);
}

/** What the spans and counters of a sync cost by themselves, one in a hundred sent to a collector, and with no collector. */
export async function benchSpans(): Promise<void> {
  const collector = http.createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(200, { "content-type": "application/x-protobuf" }).end());
  });
  await once(collector.listen(0, "127.0.0.1"), "listening");
  const { port } = collector.address() as AddressInfo;
  const sampling = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_TRACES_SAMPLER_ARG: "0.01" };
  const figures: Record<"without" | "sampled", Awaited<ReturnType<typeof measure>>>[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) figures.push({ without: await measure({}), sampled: await measure(sampling) });
  collector.close();
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
