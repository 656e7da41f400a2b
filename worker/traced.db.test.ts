import { afterAll, expect, it, vi } from "vitest";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { startTracing } from "@/lib/infra/observe/start-tracing";
import { currentOrigin, traced } from "@/lib/infra/observe/trace";
import { requestRefresh } from "@/lib/sync/mutations";
import { recentOrders, startSyncedShop } from "@/lib/testing/sync-shop";
import { endWorker, killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";

// The environment is read once, so it must be complete before other modules are imported.
const collector = await vi.hoisted(async () => {
  const { startTraceCollector } = await import("@/lib/testing/trace-collector");
  const started = await startTraceCollector();
  Object.assign(process.env, started.environment);
  vi.resetModules();
  return started;
});

afterAll(async () => {
  await killWorkers();
  await closeQueue();
  collector.close();
});

it("a trace links a request, its job in the worker and the requests that reach the shop", async () => {
  const tracing = await startTracing("mooring-web");
  const connected = await startSyncedShop(recentOrders(20));
  try {
    const worker = await startWorkerProcess();
    const traceparent = await traced("server action", {}, async () => {
      expect(await requestRefresh(connected.scope, connected)).toMatchObject({ ok: true });
      return currentOrigin().traceparent;
    });
    const traceId = traceparent?.split("-")[1];
    await expect.poll(() => collector.spansOf(traceId).filter(({ name }) => name === "GET shop").length).toBeGreaterThan(1);
    await tracing?.stop();
    expect(await endWorker(worker, "SIGTERM")).toBe(0);

    const of = (name: string) => collector.spansOf(traceId).find((span) => span.name === name);
    const [action, job, request] = [of("server action"), of("job sync-orders"), of("GET shop")];
    expect([action?.service, job?.service, request?.service]).toEqual(["mooring-web", "mooring-worker", "mooring-worker"]);
    expect(job?.parentSpanId).toBe(action?.spanId);
    expect(request?.parentSpanId).toBe(job?.spanId);
  } finally {
    await connected.shop.close();
  }
});
