import { env } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { VERSION } from "@/lib/infra/version";

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
  const sdk = new NodeSDK({ serviceName: process.env["OTEL_SERVICE_NAME"] ?? service });
  sdk.start();
  // Traces that a collector does not accept are dropped, and must not block an orderly exit.
  return { stop: () => sdk.shutdown().catch((error: unknown) => log.warn({ err: error }, "the last traces were not sent")) };
}
