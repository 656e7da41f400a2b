import type { Tls } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { findFreePort } from "@/scripts/dev/ports.mjs";

export interface CaddyOptions {
  upstream: string;
  tls?: Tls;
  /** Lines of the site, before the proxy. */
  site?: string;
  /** Replaces the proxying of all requests to the shop. */
  replaceProxy?: string;
}

/** Caddy in front of a shop; returns the shop's public URL. */
export async function startCaddy(workspace: Workspace, options: CaddyOptions): Promise<string> {
  const port = await findFreePort();
  const scheme = options.tls ? "https" : "http";
  const file = workspace.write(
    "Caddyfile",
    `{
  admin off
  auto_https off
}
${scheme}://127.0.0.1:${port} {
  bind 127.0.0.1
  ${options.tls ? `tls ${options.tls.certFile} ${options.tls.keyFile}` : ""}
  ${options.site ?? ""}
  ${options.replaceProxy ?? `reverse_proxy ${new URL(options.upstream).host}`}
}
`,
  );
  await startServer(workspace, {
    program: "/usr/bin/caddy",
    args: ["run", "--config", file, "--adapter", "caddyfile"],
    env: { XDG_DATA_HOME: workspace.folder, XDG_CONFIG_HOME: workspace.folder },
    host: "127.0.0.1",
    port,
  });
  return `${scheme}://127.0.0.1:${port}`;
}
