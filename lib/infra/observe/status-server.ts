import http from "node:http";
import { env } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { metrics } from "@/lib/infra/observe/metrics";
import { answerReadiness, type Readiness } from "@/lib/infra/observe/readiness";

export interface StatusOptions {
  readiness: Readiness;
  /** Refreshes values from the database before each scrape. */
  beforeScrape?(): Promise<void>;
}

interface Answer {
  status: number;
  type?: string;
  text: string;
}

async function answer(url: string, { readiness, beforeScrape }: StatusOptions): Promise<Answer> {
  const { pathname: path, searchParams } = new URL(url, "http://localhost");
  if (path === "/healthz") return { status: 200, text: "ok\n" };
  if (path === "/readyz") return answerReadiness(readiness, searchParams);
  if (path !== "/metrics") return { status: 404, text: "/metrics, /healthz and /readyz are here\n" };
  await beforeScrape?.();
  const { registry } = metrics();
  return { status: 200, type: registry.contentType, text: await registry.metrics() };
}

/**
 * Serves this process's metrics and health on METRICS_PORT, separate from what the internet sees. Does nothing without that variable. The process
 * exits if the port is taken.
 */
export function startStatusServer(options: StatusOptions): http.Server | null {
  const { METRICS_PORT: port, METRICS_HOST: host } = env();
  if (port === undefined) return null;
  const server = http.createServer((request, response) => {
    answer(request.url ?? "/", options).then(
      ({ status, type = "text/plain; charset=utf-8", text }) => response.writeHead(status, { "content-type": type }).end(text),
      (error: unknown) => {
        log.error({ err: error }, "could not answer on the metrics port");
        response.writeHead(500).end();
      },
    );
  });
  server.on("error", (error) => {
    log.fatal({ err: error, host, port }, "could not listen on METRICS_PORT");
    process.exit(1);
  });
  server.listen(port, host);
  server.unref();
  return server;
}
