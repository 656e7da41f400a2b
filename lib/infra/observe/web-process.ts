import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { SECOND_MS } from "@/lib/base/units";
import { env } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { beginRequest, newRequestId, REQUEST_ID_HEADER } from "@/lib/infra/observe/correlation";
import { metrics } from "@/lib/infra/observe/metrics";
import { isDraining, startDraining, webReadiness } from "@/lib/infra/observe/readiness";
import { startTracing } from "@/lib/infra/observe/start-tracing";
import { startStatusServer } from "@/lib/infra/observe/status-server";
import { requireRuntimeLogin } from "@/lib/infra/runtime-login";
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

/** Next begins its trace from this header, so that request id and trace id are the same. */
function beginTrace({ headers }: IncomingMessage, id: string): void {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG } = env();
  for (const name of ["traceparent", "tracestate", "baggage"]) delete headers[name];
  if (!OTEL_EXPORTER_OTLP_ENDPOINT) return;
  const isSampled = Math.random() < OTEL_TRACES_SAMPLER_ARG;
  headers["traceparent"] = `00-${id}-${randomBytes(8).toString("hex")}-${isSampled ? "01" : "00"}`;
}

/**
 * Before Next sees a request: drops forged headers, assigns an id, and counts its response. Only here is the sender's address known, since
 * Next passes on the headers but not the connection.
 * @param onServer called with the server of each request
 */
function followRequests(isCounted: (server: Server) => boolean, onServer: (server: Server) => void): void {
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
    metrics().requests.observe({ method, status: `${response.statusCode}` }, (performance.now() - since) / SECOND_MS);
  });
}

/** After this time, a client that keeps a response open no longer delays a deploy. */
const SHUTDOWN_MS = 5_000;
/** Node starts all requests of a pipeline at once; beyond this, they get 503. The proxies of deploy/ send one at a time, and reconnect. */
const REQUESTS_PER_CONNECTION = 100;

/** Called once, before this web process answers requests: sets up metrics, request ids and shutdown. */
export async function startWebProcess(): Promise<void> {
  const tracing = await startTracing("mooring-web");
  void requireRuntimeLogin();
  const servers = new Set<Server>();
  const statusServer = startStatusServer({ readiness: webReadiness });
  followRequests(
    (server) => server !== statusServer,
    (server) => {
      server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION;
      servers.add(server);
    },
  );

  // If set, Next leaves signals to us (https://nextjs.org/docs/app/guides/self-hosting); otherwise it closes its server at once.
  const ownsSignals = Boolean(process.env["NEXT_MANUAL_SIG_HANDLE"]);
  const close = (): void => {
    const closed = [...servers].map((server) => new Promise((resolve) => server.close(resolve)));
    void Promise.all(closed)
      .then(() => tracing?.stop())
      .finally(() => process.exit(0));
  };
  const stop = (signal: NodeJS.Signals): void => {
    startDraining();
    // Keeps serving until proxies have noticed that /readyz fails.
    const drainMs = ownsSignals && signal === "SIGTERM" ? 1_000 * env().DRAIN_SECONDS : 0;
    log.info({ signal, drainMs }, "web process stopping");
    if (ownsSignals) setTimeout(close, drainMs);
    setTimeout(() => process.exit(0), drainMs + SHUTDOWN_MS).unref();
  };
  process.once("SIGTERM", stop);
  if (ownsSignals) process.once("SIGINT", stop);
}
