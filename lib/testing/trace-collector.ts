import http from "node:http";
import { text } from "node:stream/consumers";
import { findFreePort } from "@/scripts/dev/ports.mjs";

interface CollectedSpan {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
}

export interface TraceCollector {
  /** The environment of a process that traces everything and exports it here at once. */
  environment: Record<string, string>;
  /** The spans of a trace that have arrived so far. */
  spansOf(traceId: string | undefined): CollectedSpan[];
  /** The names of all spans that have arrived so far. */
  names(): string[];
  /** Everything that has arrived so far, as sent. */
  text(): string;
  close(): void;
}

/** The part of OTLP's JSON that is read here. */
interface Export {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: Omit<CollectedSpan, "service">[] }[];
  }[];
}

/** A trace collector, OTLP over HTTP, on loopback. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  let received = "";
  const server = http.createServer((request, response) => {
    void text(request).then((body) => {
      received += body;
      for (const { resource, scopeSpans } of (JSON.parse(body) as Export).resourceSpans) {
        const service = resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue ?? "";
        for (const { spans: sent } of scopeSpans) spans.push(...sent.map((span) => ({ ...span, service })));
      }
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  const port = await findFreePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_TRACES_SAMPLER_ARG: "1",
      OTEL_BSP_SCHEDULE_DELAY: "100",
    },
    spansOf: (traceId) => spans.filter((span) => span.traceId === traceId),
    names: () => spans.map(({ name }) => name),
    text: () => received,
    close: () => server.close(),
  };
}
