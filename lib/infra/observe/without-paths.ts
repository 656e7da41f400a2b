import type { Attributes } from "@opentelemetry/api";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";

/** What spans may say: routes with their parameters' names, methods, statuses, hosts of shops, and ids. Never `http.target` or `http.url`. */
const EXPORTED = new Set([
  "http.method",
  "http.request.method",
  "http.response.status_code",
  "http.route",
  "http.status_code",
  "error.type",
  "exception.type",
  "mooring.job",
  "mooring.run",
  "next.page",
  "next.route",
  "next.rsc",
  "next.segment",
  "next.span_category",
  "next.span_name",
  "next.span_type",
  "server.address",
]);

/** Keys of this kind hold ids that are as long as tokens. */
const isId = (key: string): boolean => key.startsWith("mooring.");

/** Tokens have 43 characters (lib/infra/secret-token.ts), names of Next's spans fewer than 32 without a separator. */
const TOKEN = /[\w-]{32,}/g;

/** Cuts what may follow a path, and what may be a token in it. */
const withoutSecrets = (text: string): string => (text.split(/[?#]/, 1)[0] ?? "").replace(TOKEN, "…");

const reduce = (attributes: Attributes = {}): Attributes =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => EXPORTED.has(key))
      .map(([key, value]) => [key, typeof value === "string" && !isId(key) ? withoutSecrets(value) : value]),
  );

/** The span as it may leave the process. Messages and stacks of exceptions quote paths; the log has them, under the same id. */
const reduceSpan = (span: ReadableSpan): ReadableSpan =>
  Object.create(span, {
    name: { value: withoutSecrets(span.name) },
    attributes: { value: reduce(span.attributes) },
    status: { value: { code: span.status.code } },
    events: { value: span.events.map((event) => ({ ...event, name: withoutSecrets(event.name), attributes: reduce(event.attributes) })) },
    links: { value: span.links.map((link) => ({ ...link, attributes: reduce(link.attributes) })) },
  });

/** Passes spans on without paths, query strings and tokens: links from mails are keys, which readers of traces must not hold. */
export const withoutPaths = (next: SpanProcessor): SpanProcessor => ({
  onStart: (span, context) => next.onStart(span, context),
  onEnd: (span) => next.onEnd(reduceSpan(span)),
  forceFlush: () => next.forceFlush(),
  shutdown: () => next.shutdown(),
});
