import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { findFreePort } from "@/scripts/dev/ports.mjs";

export interface VarnishOptions {
  upstream: string;
  /** VCL below the backend: `sub vcl_recv { … }` and so on. */
  vcl?: string;
}

/** Varnish in front of a shop, plain http as it has no TLS; returns the shop's public URL. */
export async function startVarnish(workspace: Workspace, options: VarnishOptions): Promise<string> {
  const port = await findFreePort();
  const upstream = new URL(options.upstream);
  const file = workspace.write(
    "shop.vcl",
    `vcl 4.1;
backend default { .host = "${upstream.hostname}"; .port = "${upstream.port}"; .first_byte_timeout = 30s; }
${options.vcl ?? ""}
`,
  );
  await startServer(workspace, {
    program: "/usr/sbin/varnishd",
    args: [
      "-F",
      "-j",
      "none",
      "-a",
      `127.0.0.1:${port}`,
      "-f",
      file,
      "-n",
      workspace.makeFolder("varnish", 0o755),
      "-s",
      "malloc,8m",
      "-p",
      "thread_pool_min=5",
      "-p",
      "thread_pools=1",
    ],
    host: "127.0.0.1",
    port,
  });
  return `http://127.0.0.1:${port}`;
}
