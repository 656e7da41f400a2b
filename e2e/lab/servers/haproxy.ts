import type { Tls } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { findFreePort } from "@/scripts/dev/ports.mjs";

export interface HaproxyOptions {
  upstream: string;
  tls?: Tls;
  /** Lines of the global section. */
  global?: string;
  /** False if it sends no scheme to the shop. */
  sendsScheme?: boolean;
  /** Lines of the frontend. */
  frontend?: string;
  /** Lines of the backend, whose server then gets health checks. */
  backend?: string;
  /** Passes TLS through to a shop that supports it. */
  passesThrough?: boolean;
}

/** HAProxy in front of a shop; returns the shop's public URL. */
export async function startHaproxy(workspace: Workspace, options: HaproxyOptions): Promise<string> {
  const port = await findFreePort();
  const scheme = options.tls || options.passesThrough ? "https" : "http";
  const file = workspace.write(
    "haproxy.cfg",
    `global
  maxconn 200
  ${options.global ?? ""}
defaults
  mode ${options.passesThrough ? "tcp" : "http"}
  timeout connect 3s
  timeout client 30s
  timeout server 30s
frontend shop
  bind 127.0.0.1:${port}${options.tls ? ` ssl crt ${options.tls.bundleFile}` : ""}
  ${options.frontend ?? ""}
  ${options.passesThrough || options.sendsScheme === false ? "" : `http-request set-header X-Forwarded-Proto ${scheme}`}
  default_backend shop
backend shop
  ${options.backend ?? ""}
  server shop ${new URL(options.upstream).host}${options.backend === undefined ? "" : " check inter 100ms fall 1 rise 1"}
`,
  );
  await startServer(workspace, { program: "/usr/sbin/haproxy", args: ["-f", file, "-db"], host: "127.0.0.1", port });
  return `${scheme}://127.0.0.1:${port}`;
}
