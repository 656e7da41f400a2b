import fs from "node:fs";
import type { Tls } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { findFreePort } from "@/scripts/dev/ports.mjs";

export interface NginxOptions {
  /** URL of the shop. */
  upstream: string;
  tls?: Tls;
  /** Lines of the http block: maps, zones, geo. */
  http?: string;
  /** Lines of the server block, before the location of the shop. */
  server?: string;
  /** Lines of the shop's location, before proxy_pass. */
  location?: string;
  /** Replaces the location of the shop. */
  replaceLocation?: string;
  /** libmodsecurity with Debian's OWASP rules, blocking, followed by more rules. */
  modSecurity?: boolean;
  modSecurityRules?: string;
  /** Exceptions, which precede the OWASP rules. */
  modSecurityExclusions?: string;
  /** Replaces the headers that pass host and scheme to the shop. */
  proxyHeaders?: string;
}

const own = (folder: string): string =>
  ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `  ${name}_temp_path ${folder}/${name};`).join("\n");

export const NGINX_MODSECURITY = "/usr/lib/nginx/modules/ngx_http_modsecurity_module.so";

/** Lines of the http block. The rules have their own file, because nginx's quoting would change them. */
function securityLines(workspace: Workspace, options: NginxOptions): string {
  if (!options.modSecurity) return "";
  const file = workspace.write(
    "modsecurity.conf",
    `SecRuleEngine On
SecRequestBodyAccess On
SecAuditEngine Off
SecTmpDir ${workspace.folder}
SecDataDir ${workspace.folder}
Include /etc/modsecurity/crs/crs-setup.conf
${options.modSecurityExclusions ?? ""}
Include /usr/share/modsecurity-crs/rules/*.conf
${options.modSecurityRules ?? ""}
`,
  );
  return `modsecurity on;\n  modsecurity_rules_file ${file};`;
}

/** nginx in front of a shop on its own port; returns the shop's public URL. */
export async function startNginx(workspace: Workspace, options: NginxOptions): Promise<string> {
  const port = await findFreePort();
  const tls = options.tls ? `ssl_certificate ${options.tls.certFile};\n    ssl_certificate_key ${options.tls.keyFile};` : "";
  const proxy = `proxy_pass ${options.upstream};
      ${options.proxyHeaders ?? "proxy_set_header Host $http_host;\n      proxy_set_header X-Forwarded-Proto $scheme;\n      proxy_set_header X-Forwarded-For $remote_addr;"}
      proxy_http_version 1.1;`;
  const file = workspace.write(
    "nginx.conf",
    `${options.modSecurity ? `load_module ${NGINX_MODSECURITY};\n` : ""}daemon off;
master_process off;
pid ${workspace.folder}/nginx.pid;
error_log ${workspace.folder}/error.log warn;
events { worker_connections 256; }
http {
${own(workspace.folder)}
  access_log ${workspace.folder}/access.log;
  default_type application/octet-stream;
  ${options.http ?? ""}
  ${securityLines(workspace, options)}
  server {
    listen 127.0.0.1:${port}${options.tls ? " ssl" : ""};
    ${tls}
    ${options.server ?? ""}
    ${options.replaceLocation ?? `location / {\n      ${options.location ?? ""}\n      ${proxy}\n    }`}
  }
}
`.replaceAll("@PROXY@", proxy),
  );
  await runNginx(workspace, file, port);
  return `${options.tls ? "https" : "http"}://127.0.0.1:${port}`;
}

export const NGINX_STREAM = "/usr/lib/nginx/modules/ngx_stream_module.so";

/** nginx that forwards TLS by its server name, undecrypted. `names` and `server`: lines of the map and of the stream server. */
export async function startNginxStream(workspace: Workspace, options: { names: string; server?: string }): Promise<string> {
  const port = await findFreePort();
  const file = workspace.write(
    "stream.conf",
    `load_module ${NGINX_STREAM};
daemon off;
master_process off;
pid ${workspace.folder}/stream.pid;
error_log ${workspace.folder}/stream.log warn;
events { worker_connections 256; }
stream {
  map $ssl_preread_server_name $shop { ${options.names} }
  server { listen 127.0.0.1:${port}; ssl_preread on; ${options.server ?? ""} proxy_pass $shop; }
}
`,
  );
  await runNginx(workspace, file, port);
  return `https://127.0.0.1:${port}`;
}

const runNginx = (workspace: Workspace, file: string, port: number): Promise<unknown> =>
  startServer(workspace, {
    program: "/usr/sbin/nginx",
    args: ["-c", file, "-p", workspace.folder, "-e", `${workspace.folder}/start.log`],
    host: "127.0.0.1",
    port,
  });

/** Applies an edited `nginx.conf` by a restart, since nginx runs without a master process that could reload. */
export async function restartNginx(workspace: Workspace, address: string): Promise<void> {
  const pid = Number(fs.readFileSync(`${workspace.folder}/nginx.pid`, "utf8"));
  process.kill(pid, "SIGTERM");
  for (const until = Date.now() + 10_000; isRunning(pid); ) {
    if (Date.now() > until) throw new Error(`nginx ${pid} did not end`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await runNginx(workspace, `${workspace.folder}/nginx.conf`, Number(new URL(address).port));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
