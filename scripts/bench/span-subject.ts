import { metrics } from "@/lib/infra/observe/metrics";
import { startTracing } from "@/lib/infra/observe/start-tracing";
import { continueFrom, traced } from "@/lib/infra/observe/trace";

// The spans and the counters of scheduled syncs alone, a job and three requests each, in a process of its own: prints the CPU of one in
// microseconds.

const SYNCS = 40_000;

const sync = (): Promise<void> =>
  continueFrom({}, "routine sync", { "mooring.run": "bench" }, async () => {
    for (let request = 0; request < 3; request += 1)
      await traced("GET shop", { "http.request.method": "GET" }, async (span) => {
        await null;
        span.setAttribute("http.response.status_code", 200);
      });
  });

async function count(): Promise<void> {
  metrics().syncLag.observe(0.05);
  metrics().syncs.inc({ platform: "woocommerce", outcome: "succeeded" });
}

async function run(times: number, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < times; done += 1) {
    await work();
    // Lets the exporter send spans.
    if (done % 1_000 === 0) await new Promise(setImmediate);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

await startTracing("mooring-worker");
for (const work of [sync, count]) await run(SYNCS / 2, work);
process.stdout.write(JSON.stringify({ spans: await run(SYNCS, sync), counters: await run(SYNCS, count) }));
process.exit(0);
