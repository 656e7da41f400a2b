import { startTracing } from "@/lib/infra/observe/start-tracing";
import { continueFrom, traced } from "@/lib/infra/observe/trace";

// The spans of scheduled syncs alone, a job and three requests each, in a process of its own: prints the CPU of one in microseconds.

const SYNCS = 40_000;

const sync = (): Promise<void> =>
  continueFrom({}, "routine sync", { "mooring.run": "bench" }, async () => {
    for (let request = 0; request < 3; request += 1)
      await traced("GET shop", { "http.request.method": "GET" }, async (span) => {
        await null;
        span.setAttribute("http.response.status_code", 200);
      });
  });

async function run(count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < count; done += 1) {
    await sync();
    // Spans are sent meanwhile.
    if (done % 1_000 === 0) await new Promise(setImmediate);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

await startTracing("mooring-worker");
await run(SYNCS / 2);
process.stdout.write((await run(SYNCS)).toFixed(2));
process.exit(0);
