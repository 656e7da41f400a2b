import http from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, expect, it, vi } from "vitest";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { startTracing } from "@/lib/infra/observe/start-tracing";
import { currentOrigin, traced } from "@/lib/infra/observe/trace";
import { requestRefresh } from "@/lib/sync/mutations";
import { recentOrders, startSyncedShop } from "@/lib/testing/sync-shop";
import { endWorker, killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";

interface CollectedSpan {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
}

/** What OTLP sends as JSON, as far as it is read here. */
interface Export {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: Omit<CollectedSpan, "service">[] }[];
  }[];
}

const spans: CollectedSpan[] = [];
const collector = http.createServer((request, response) => {
  void text(request).then((body) => {
    for (const { resource, scopeSpans } of (JSON.parse(body) as Export).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue ?? "";
      for (const { spans: sent } of scopeSpans) spans.push(...sent.map((span) => ({ ...span, service })));
    }
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
});

// The environment is read once, so it must be complete before other modules are imported.
await vi.hoisted(async () => {
  const { findFreePort } = await import("@/scripts/dev/ports.mjs");
  const port = String(await findFreePort());
  Object.assign(process.env, {
    COLLECTOR_PORT: port,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_TRACES_SAMPLER_ARG: "1",
    OTEL_BSP_SCHEDULE_DELAY: "100",
  });
  vi.resetModules();
});

afterAll(async () => {
  await killWorkers();
  await closeQueue();
  collector.close();
});

it("a trace leads from a request over its job in the worker to the requests that reach the shop", async () => {
  await new Promise<void>((resolve) => collector.listen(Number(process.env["COLLECTOR_PORT"]), "127.0.0.1", resolve));
  const tracing = await startTracing("mooring-web");
  const connected = await startSyncedShop(recentOrders(20));
  try {
    const worker = await startWorkerProcess();
    const traceparent = await traced("server action", {}, async () => {
      expect(await requestRefresh(connected.scope, connected)).toMatchObject({ ok: true });
      return currentOrigin().traceparent;
    });
    const traceId = traceparent?.split("-")[1];
    await expect.poll(() => spans.filter((span) => span.traceId === traceId && span.name === "GET shop").length).toBeGreaterThan(1);
    await tracing?.stop();
    expect(await endWorker(worker, "SIGTERM")).toBe(0);

    const of = (name: string) => spans.find((span) => span.traceId === traceId && span.name === name);
    const [action, job, request] = [of("server action"), of("job sync-orders"), of("GET shop")];
    expect([action?.service, job?.service, request?.service]).toEqual(["mooring-web", "mooring-worker", "mooring-worker"]);
    expect(job?.parentSpanId).toBe(action?.spanId);
    expect(request?.parentSpanId).toBe(job?.spanId);
  } finally {
    await connected.shop.close();
  }
});
