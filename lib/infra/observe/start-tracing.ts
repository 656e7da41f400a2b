import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { env } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { withoutPaths } from "@/lib/infra/observe/without-paths";
import { VERSION } from "@/lib/infra/version";

const numberOf = (name: string, otherwise: number): number => Number(process.env[name]) || otherwise;

/** Exports spans in batches, as the SDK does by itself; it reads the exporter's settings from OTEL_EXPORTER_OTLP_…, and these from OTEL_BSP_… */
async function openProcessor(): Promise<SpanProcessor> {
  const { BatchSpanProcessor } = await import("@opentelemetry/sdk-trace");
  const protocol = process.env["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] ?? process.env["OTEL_EXPORTER_OTLP_PROTOCOL"];
  const { OTLPTraceExporter } =
    protocol === "http/json"
      ? await import("@opentelemetry/exporter-trace-otlp-http")
      : await import("@opentelemetry/exporter-trace-otlp-proto");
  return new BatchSpanProcessor({
    exporter: new OTLPTraceExporter(),
    scheduledDelayMillis: numberOf("OTEL_BSP_SCHEDULE_DELAY", 5_000),
    maxQueueSize: numberOf("OTEL_BSP_MAX_QUEUE_SIZE", 2_048),
    maxExportBatchSize: numberOf("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512),
    exportTimeoutMillis: numberOf("OTEL_BSP_EXPORT_TIMEOUT", 30_000),
  });
}

/** Sends traces of this process to OTEL_EXPORTER_OTLP_ENDPOINT; null without it. The SDK reads the other OTEL_ variables itself. */
export async function startTracing(service: "mooring-web" | "mooring-worker") {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG } = env();
  if (!OTEL_EXPORTER_OTLP_ENDPOINT) return null;
  const { NodeSDK } = await import("@opentelemetry/sdk-node");
  process.env["OTEL_TRACES_SAMPLER"] ??= "parentbased_traceidratio";
  process.env["OTEL_TRACES_SAMPLER_ARG"] ??= String(OTEL_TRACES_SAMPLER_ARG);
  process.env["OTEL_METRICS_EXPORTER"] ??= "none";
  process.env["OTEL_LOGS_EXPORTER"] ??= "none";
  process.env["OTEL_RESOURCE_ATTRIBUTES"] ??= `service.version=${VERSION}`;
  const sdk = new NodeSDK({
    serviceName: process.env["OTEL_SERVICE_NAME"] ?? service,
    spanProcessors: [withoutPaths(await openProcessor())],
  });
  sdk.start();
  // Traces that a collector does not accept are dropped, and must not block an orderly exit.
  return { stop: () => sdk.shutdown().catch((error: unknown) => log.warn({ err: error }, "the last traces were not sent")) };
}
