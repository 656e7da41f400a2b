import type { Instrumentation } from "next";

/** Next runs this once, before the process handles requests. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  await import("@/instrumentation-node");
  const { startWebProcess } = await import("@/lib/infra/observe/web-process");
  await startWebProcess();
  const { followEgressFailures } = await import("@/lib/health/follow-egress-failures");
  followEgressFailures();
  const { subscribeReactions } = await import("@/worker/reactions");
  subscribeReactions();
}

/** Logs an error during rendering with the `digest` that the page shows; the browser receives only the digest. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env["NEXT_RUNTIME"] === "edge") return;
  const { log } = await import("@/lib/infra/log");
  const digest = typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : null;
  const requestId = request.headers["x-request-id"];
  log.error({ err: error, digest, requestId, method: request.method, route: context.routePath, kind: context.routeType }, "request failed");
};
