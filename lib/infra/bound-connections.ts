import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";

/** Node starts every request of a pipeline at once: without a limit, one connection exhausts the memory. */
const REQUESTS_PER_CONNECTION = 100;

/** Limits the requests of one connection on every HTTP server of this process; a proxy opens the next one. Further pipelined ones get 503. */
export function boundConnections(): void {
  subscribe("http.server.request.start", (message) => {
    (message as { server: Server }).server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION;
  });
}
