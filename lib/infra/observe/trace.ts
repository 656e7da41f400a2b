import { type Attributes, context, propagation, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { correlate, newRequestId, requestId } from "@/lib/infra/observe/correlation";

// Spans of the product's work. They cost almost nothing while no trace endpoint is configured (start-tracing.ts).

const tracer = () => trace.getTracer("mooring");

async function inSpan<Value>(span: Span, work: (span: Span) => Promise<Value>): Promise<Value> {
  try {
    return await work(span);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    if (error instanceof Error) span.recordException(error);
    throw error;
  } finally {
    span.end();
  }
}

/** Runs `work` in a span of the current trace. Attributes contain no credentials, and no names or addresses of people. */
export const traced = <Value>(name: string, attributes: Attributes, work: (span: Span) => Promise<Value>): Promise<Value> =>
  tracer().startActiveSpan(name, { attributes }, (span) => inSpan(span, work));

/** What a job carries so that its work belongs to the request that caused it. */
export interface Origin {
  requestId?: string;
  traceparent?: string;
}

export function currentOrigin(): Origin {
  const origin: Origin = {};
  const id = requestId();
  if (id !== null) origin.requestId = id;
  propagation.inject(context.active(), origin);
  return origin;
}

/** Continues the work of an earlier request; if there was none, begins a trace with a new id. */
export function continueFrom<Value>(origin: Origin, name: string, attributes: Attributes, work: () => Promise<Value>): Promise<Value> {
  const before = propagation.extract(context.active(), origin);
  return tracer().startActiveSpan(name, { attributes, kind: SpanKind.CONSUMER }, before, (span) => {
    const { traceId } = span.spanContext();
    const id = origin.requestId ?? (trace.isSpanContextValid(span.spanContext()) ? traceId : newRequestId());
    return correlate(id, () => inSpan(span, work));
  });
}
