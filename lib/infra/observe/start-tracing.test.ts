import { trace } from "@opentelemetry/api";
import { expect, it, vi } from "vitest";

// The environment is read once, so it must be complete before other modules are imported.
await vi.hoisted(async () => {
  const { findFreePort } = await import("@/scripts/dev/ports.mjs");
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await findFreePort()}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: "200",
    OTEL_TRACES_SAMPLER_ARG: "1",
  });
});

it("a process exits cleanly when its trace collector is down", async () => {
  const { startTracing } = await import("@/lib/infra/observe/start-tracing");
  const tracing = await startTracing("mooring-worker");
  trace.getTracer("test").startSpan("lost").end();
  await expect(tracing?.stop()).resolves.toBeUndefined();
});
