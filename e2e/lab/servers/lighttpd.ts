import type { Tls } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { findFreePort } from "@/scripts/dev/ports.mjs";

export interface LighttpdOptions {
  upstream: string;
  tls?: Tls;
  /** Lines of the configuration after the proxy's. */
  lines?: string;
}

/** lighttpd in front of a shop; returns the shop's public URL. */
export async function startLighttpd(workspace: Workspace, options: LighttpdOptions): Promise<string> {
  const port = await findFreePort();
  const upstream = new URL(options.upstream);
  const scheme = options.tls ? "https" : "http";
  const file = workspace.write(
    "lighttpd.conf",
    `server.modules = ( "mod_access", "mod_proxy", "mod_setenv", "mod_redirect"${options.tls ? ', "mod_openssl"' : ""} )
server.document-root = "${workspace.makeFolder("www", 0o755)}"
server.bind = "127.0.0.1"
server.port = ${port}
server.errorlog = "${workspace.folder}/error.log"
server.upload-dirs = ( "${workspace.folder}" )
${options.tls ? `ssl.engine = "enable"\nssl.pemfile = "${options.tls.certFile}"\nssl.privkey = "${options.tls.keyFile}"` : ""}
setenv.set-request-header = ( "X-Forwarded-Proto" => "${scheme}" )
proxy.server = ( "" => ( ( "host" => "${upstream.hostname}", "port" => ${upstream.port} ) ) )
${options.lines ?? ""}
`,
  );
  await startServer(workspace, { program: "/usr/sbin/lighttpd", args: ["-D", "-f", file], host: "127.0.0.1", port });
  return `${scheme}://127.0.0.1:${port}`;
}
