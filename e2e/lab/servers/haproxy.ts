import type { Tls } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { findFreePort } from "@/scripts/dev/ports.mjs";

export interface HaproxyOptions {
  upstream: string;
  tls?: Tls;
  /** Lines of the frontend. */
  frontend?: string;
}

/** HAProxy in front of a shop; returns the shop's public URL. */
export async function startHaproxy(workspace: Workspace, options: HaproxyOptions): Promise<string> {
  const port = await findFreePort();
  const scheme = options.tls ? "https" : "http";
  const file = workspace.write(
    "haproxy.cfg",
    `global
  maxconn 200
defaults
  mode http
  timeout connect 3s
  timeout client 30s
  timeout server 30s
frontend shop
  bind 127.0.0.1:${port}${options.tls ? ` ssl crt ${options.tls.bundleFile}` : ""}
  ${options.frontend ?? ""}
  http-request set-header X-Forwarded-Proto ${scheme}
  default_backend shop
backend shop
  server shop ${new URL(options.upstream).host}
`,
  );
  await startServer(workspace, { program: "/usr/sbin/haproxy", args: ["-f", file, "-db"], host: "127.0.0.1", port });
  return `${scheme}://127.0.0.1:${port}`;
}
