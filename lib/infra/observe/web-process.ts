import type { Server } from "node:http";
import { env } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { followRequests } from "@/lib/infra/observe/follow-requests";
import { startDraining, webReadiness } from "@/lib/infra/observe/readiness";
import { startTracing } from "@/lib/infra/observe/start-tracing";
import { startStatusServer } from "@/lib/infra/observe/status-server";
import { requireRuntimeLogin } from "@/lib/infra/runtime-login";

/** After this, a client that keeps a response open no longer holds up a deploy. */
const SHUTDOWN_MS = 5_000;
/** Node starts every request of a pipeline at once; further ones get 503. The proxies of deploy/ send one after another, and open the next connection. */
const REQUESTS_PER_CONNECTION = 100;

/** Called once, before this web process answers requests: metrics, ids of requests, and the end of the process. */
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

  // With this set Next leaves the signals to us (https://nextjs.org/docs/app/guides/self-hosting); without it, it closes its server at once.
  const ownsSignals = Boolean(process.env["NEXT_MANUAL_SIG_HANDLE"]);
  const close = (): void => {
    const closed = [...servers].map((server) => new Promise((resolve) => server.close(resolve)));
    void Promise.all(closed)
      .then(() => tracing?.stop())
      .finally(() => process.exit(0));
  };
  const stop = (signal: NodeJS.Signals): void => {
    startDraining();
    // Serves until proxies have noticed that /readyz fails.
    const drainMs = ownsSignals && signal === "SIGTERM" ? 1_000 * env().DRAIN_SECONDS : 0;
    log.info({ signal, drainMs }, "web process stopping");
    if (ownsSignals) setTimeout(close, drainMs);
    setTimeout(() => process.exit(0), drainMs + SHUTDOWN_MS).unref();
  };
  process.once("SIGTERM", stop);
  if (ownsSignals) process.once("SIGINT", stop);
}
