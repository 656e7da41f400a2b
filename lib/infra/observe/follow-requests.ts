import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { env } from "@/lib/infra/env";
import { beginRequest, newRequestId, REQUEST_ID_HEADER } from "@/lib/infra/observe/correlation";
import { metrics } from "@/lib/infra/observe/metrics";
import { isDraining } from "@/lib/infra/observe/readiness";
import { dropForgedHeaders, isTrustedProxy } from "@/lib/infra/trusted-proxies";

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

const METHODS: readonly unknown[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const ID = /^[0-9a-f]{32}$/;
const isEventStream = (response: ServerResponse): boolean => String(response.getHeader("content-type")).startsWith("text/event-stream");

/** The id that a trusted proxy gave the request, or a new one. */
function identify({ request }: Exchange): string {
  const given = request.headers[REQUEST_ID_HEADER];
  if (typeof given === "string" && ID.test(given) && isTrustedProxy(request.socket.remoteAddress, env().TRUSTED_PROXIES)) return given;
  return newRequestId();
}

/** Next begins its trace where this header says, so that the id of the request and that of its trace are one. */
function beginTrace({ headers }: IncomingMessage, id: string): void {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG } = env();
  for (const name of ["traceparent", "tracestate", "baggage"]) delete headers[name];
  if (!OTEL_EXPORTER_OTLP_ENDPOINT) return;
  const isSampled = Math.random() < OTEL_TRACES_SAMPLER_ARG;
  headers["traceparent"] = `00-${id}-${randomBytes(8).toString("hex")}-${isSampled ? "01" : "00"}`;
}

/**
 * Before Next sees a request: drops forged headers, gives it an id, and counts its answer. The sender's address is known here alone, since Next
 * hands on the headers, not the connection.
 * @param onServer called with the server of each request
 */
export function followRequests(isCounted: (server: Server) => boolean, onServer: (server: Server) => void): void {
  const startedAt = new WeakMap<ServerResponse, number>();
  subscribe("http.server.request.start", (message) => {
    const exchange = message as Exchange;
    const { request, response, server } = exchange;
    if (!isCounted(server)) return;
    onServer(server);
    const id = identify(exchange);
    dropForgedHeaders(request, env().TRUSTED_PROXIES);
    request.headers[REQUEST_ID_HEADER] = id;
    beginTrace(request, id);
    response.setHeader(REQUEST_ID_HEADER, id);
    // A proxy must not send its next request on a connection that is about to close.
    if (isDraining()) response.setHeader("connection", "close");
    startedAt.set(response, performance.now());
    beginRequest(id);
  });
  subscribe("http.server.response.finish", (message) => {
    const { request, response } = message as Exchange;
    const since = startedAt.get(response);
    if (since === undefined || isEventStream(response)) return;
    const method = METHODS.includes(request.method) ? String(request.method) : "other";
    metrics().requests.observe({ method, status: `${response.statusCode}` }, (performance.now() - since) / 1000);
  });
}
