import { SpanStatusCode, trace } from "@opentelemetry/api";
import { afterAll, expect, it, vi } from "vitest";

const TOKEN = "s3cr3t_-".repeat(6).slice(0, 43);

// The environment is read once, so it must be complete before other modules are imported.
const collector = await vi.hoisted(async () => {
  const { startTraceCollector } = await import("@/lib/testing/trace-collector");
  const started = await startTraceCollector();
  Object.assign(process.env, started.environment);
  return started;
});
afterAll(() => collector.close());

it("no path, query string, token or message of an error leaves the process in a span", async () => {
  const { startTracing } = await import("@/lib/infra/observe/start-tracing");
  const tracing = await startTracing("mooring-web");
  const path = `/reset-password/${TOKEN}?next=%2Fm`;
  // As Next writes them, and as a later version might.
  const span = trace.getTracer("next.js").startSpan(`GET ${path}`, {
    attributes: {
      "http.method": "GET",
      "http.target": path,
      "http.url": `https://mooring.example${path}`,
      "url.full": `https://mooring.example${path}`,
      "http.route": "/reset-password/[token]",
      "next.span_name": `GET ${path}`,
      "mooring.job": "9d0c7f57-6b2c-4a2e-9b86-2a57be0c4b51",
      "server.address": "shop.example",
    },
    links: [{ context: trace.getTracer("x").startSpan("other").spanContext(), attributes: { "http.target": path } }],
  });
  span.addEvent(`redirect to ${path}`, { "http.target": path });
  span.recordException(new Error(`NEXT_REDIRECT;replace;/sign-in?next=${path}`));
  span.setStatus({ code: SpanStatusCode.ERROR, message: `failed at ${path}` });
  span.setAttribute("next.route", "/reset-password/[token]");
  span.end();
  await tracing?.stop();

  const text = collector.text();
  expect(text).not.toContain(TOKEN);
  expect(text).not.toContain("next=");
  for (const kept of ["/reset-password/[token]", "9d0c7f57-6b2c-4a2e-9b86-2a57be0c4b51", "shop.example", '"exception.type"', '"GET"'])
    expect(text).toContain(kept);
});
