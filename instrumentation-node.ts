import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { env, required } from "@/lib/infra/env";
import { requireRuntimeLogin } from "@/lib/infra/runtime-login";
import { dropForgedHeaders } from "@/lib/infra/trusted-proxies";

/** An environment that does not fit ends the process with the sentence that says what is wrong, before any request. */
function checkEnvironment(): void {
  try {
    env();
    required("NEXTAUTH_SECRET");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

checkEnvironment();
void requireRuntimeLogin();
const SHUTDOWN_MS = 5_000;
// The server waits for open responses after SIGTERM; a client that keeps one open must not hold up a deploy.
process.once("SIGTERM", () => setTimeout(() => process.exit(0), SHUTDOWN_MS).unref());
// The sender's address is known here alone: Next hands on the headers, not the connection.
subscribe("http.server.request.start", (message) =>
  dropForgedHeaders((message as { request: IncomingMessage }).request, env().TRUSTED_PROXIES),
);
