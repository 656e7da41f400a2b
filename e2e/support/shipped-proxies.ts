import fs from "node:fs";
import path from "node:path";
import { labAuthority } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { root } from "@/scripts/dev/typescript.mjs";

// The configurations in deploy/ as shipped, with only what an operator must adapt.

interface ProxyPlace {
  port: number;
  /** The port of the web process. */
  upstream: number;
}

interface ShippedProxy {
  name: string;
  /** The public URL. */
  urlOf: (port: number) => string;
  start: (workspace: Workspace, place: ProxyPlace) => Promise<unknown>;
}

const read = (file: string): string => fs.readFileSync(path.join(root, "deploy", file), "utf8");

async function startNginx(workspace: Workspace, { port, upstream }: ProxyPlace): Promise<void> {
  const { key, cert } = await (await labAuthority()).issue(["127.0.0.1"], { fault: "none" });
  const site = read("nginx/mooring.conf")
    .replaceAll("server 127.0.0.1:3000", `server 127.0.0.1:${upstream}`)
    .replace("listen 443", `listen 127.0.0.1:${port}`)
    .replace("server_name mooring.example", "server_name 127.0.0.1")
    .replace("/etc/ssl/mooring/fullchain.pem", workspace.write("tls/fullchain.pem", cert))
    .replace("/etc/ssl/mooring/privkey.pem", workspace.write("tls/privkey.pem", key));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${workspace.folder}/${name};`);
  const file = workspace.write(
    "nginx.conf",
    `daemon off;
master_process off;
pid ${workspace.folder}/nginx.pid;
error_log ${workspace.folder}/error.log warn;
worker_rlimit_nofile 20000;
events { worker_connections 8192; }
http {
  include /etc/nginx/mime.types;
  ${temporary.join("\n  ")}
  access_log off;
  include ${workspace.write("mooring.conf", site)};
}
`,
  );
  await startServer(workspace, {
    program: "/usr/sbin/nginx",
    args: ["-c", file, "-p", workspace.folder, "-e", `${workspace.folder}/start.log`],
    host: "127.0.0.1",
    port,
  });
}

const startCaddy = (
  workspace: Workspace,
  { port, upstream }: ProxyPlace,
  { site, file }: { site: string; file: string },
): Promise<number> =>
  startServer(workspace, {
    program: "/usr/bin/caddy",
    args: ["run", "--config", file, "--adapter", "caddyfile"],
    env: {
      MOORING_SITE: site,
      MOORING_BIND: "127.0.0.1",
      MOORING_UPSTREAM: `127.0.0.1:${upstream}`,
      XDG_DATA_HOME: workspace.folder,
      XDG_CONFIG_HOME: workspace.folder,
    },
    host: "127.0.0.1",
    port,
  });

/** HAProxy in front of several web processes, without TLS. */
export async function startHaproxy(
  workspace: Workspace,
  { port, upstreams }: { port: number; upstreams: readonly number[] },
): Promise<void> {
  const servers = upstreams.map((upstream, index) => `  server web${index + 1} 127.0.0.1:${upstream}`).join("\n");
  const file = workspace.write(
    "haproxy.cfg",
    read("haproxy/haproxy.cfg")
      .replace(/^ {2}bind .*$/m, `  bind 127.0.0.1:${port}`)
      .replace(/^ {2}server web1 .*$/gm, servers)
      .replace(/^ {2}server web2 .*\n/gm, (line) => (line.includes("adapt") ? "" : line)),
  );
  await startServer(workspace, { program: "/usr/sbin/haproxy", args: ["-db", "-f", file], host: "127.0.0.1", port });
}

const startPlainCaddy = (workspace: Workspace, place: ProxyPlace): Promise<number> =>
  startCaddy(workspace, place, { site: `http://127.0.0.1:${place.port}`, file: path.join(root, "deploy/caddy/Caddyfile") });

/** With a certificate of its own authority, which is not installed on this machine. */
function startSecureCaddy(workspace: Workspace, place: ProxyPlace): Promise<number> {
  const own = "{\n\tskip_install_trust\n\tlocal_certs\n\tadmin off\n\tauto_https disable_redirects\n";
  const file = workspace.write("Caddyfile", read("caddy/Caddyfile").replace(/^\{\n/m, own));
  return startCaddy(workspace, place, { site: `https://localhost:${place.port}`, file });
}

async function startSecureHaproxy(workspace: Workspace, { port, upstream }: ProxyPlace): Promise<void> {
  const { key, cert } = await (await labAuthority()).issue(["localhost"], { fault: "none" });
  const file = workspace.write(
    "haproxy.cfg",
    read("haproxy/haproxy.cfg")
      .replace("bind :443", `bind 127.0.0.1:${port}`)
      .replace("/etc/ssl/mooring/mooring.pem", workspace.write("tls/mooring.pem", `${cert}\n${key}`))
      // Its upstream answers no health checks.
      .replace(/^ {2}option httpchk .*$/gm, "")
      .replace(/\bcheck inter \S+ fall 1 rise 1/g, "")
      .replace(/^ {2}server web1 127\.0\.0\.1:3000/gm, `  server web1 127.0.0.1:${upstream}`)
      .replace(/^ {2}server web2 .*$/gm, ""),
  );
  await startServer(workspace, { program: "/usr/sbin/haproxy", args: ["-db", "-f", file], host: "127.0.0.1", port });
}

/** The configurations with TLS, for tests without the product. */
export const LAB_PROXIES = [
  { name: "nginx", program: "/usr/sbin/nginx", start: startNginx },
  { name: "HAProxy", program: "/usr/sbin/haproxy", start: startSecureHaproxy },
  { name: "Caddy", program: "/usr/bin/caddy", start: startSecureCaddy },
] as const;

export const SHIPPED_PROXIES: readonly ShippedProxy[] = [
  { name: "nginx", urlOf: (port) => `https://127.0.0.1:${port}`, start: startNginx },
  { name: "Caddy", urlOf: (port) => `http://127.0.0.1:${port}`, start: startPlainCaddy },
];
