// Installs the real web servers of the lab on Debian: `node e2e/lab/install.mjs [--wordpress]`. Uses only Node's built-ins, so that it can
// run first. Installed services are not started: the lab runs its own copies with its own configuration and ports.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { fileURLToPath } from "node:url";

/** Debian packages of the lab, each with a program that proves it is installed. */
export const LAB_PACKAGES = [
  { name: "nginx", program: "/usr/sbin/nginx" },
  { name: "libnginx-mod-stream", program: "/usr/lib/nginx/modules/ngx_stream_module.so" },
  { name: "apache2", program: "/usr/sbin/apache2" },
  { name: "libapache2-mod-security2", program: "/usr/lib/apache2/modules/mod_security2.so" },
  { name: "libnginx-mod-http-modsecurity", program: "/usr/lib/nginx/modules/ngx_http_modsecurity_module.so" },
  { name: "modsecurity-crs", program: "/usr/share/modsecurity-crs/rules" },
  { name: "libapache2-mod-qos", program: "/usr/lib/apache2/modules/mod_qos.so" },
  { name: "libapache2-mod-evasive", program: "/usr/lib/apache2/modules/mod_evasive*.so" },
  { name: "php-fpm", program: "/usr/sbin/php-fpm*" },
  { name: "libapache2-mod-php", program: "/usr/lib/apache2/modules/libphp*.so" },
  { name: "haproxy", program: "/usr/sbin/haproxy" },
  { name: "pgbouncer", program: "/usr/sbin/pgbouncer" },
  { name: "promtool", program: "/usr/bin/promtool" },
  { name: "lighttpd", program: "/usr/sbin/lighttpd" },
  { name: "lighttpd-mod-openssl", program: "/usr/lib/lighttpd/mod_openssl.so" },
  { name: "caddy", program: "/usr/bin/caddy" },
  { name: "varnish", program: "/usr/sbin/varnishd" },
  { name: "nftables", program: "/usr/sbin/nft" },
  { name: "iptables", program: "/usr/sbin/iptables" },
  { name: "ufw", program: "/usr/sbin/ufw" },
  { name: "iproute2", program: "/usr/sbin/ip" },
  { name: "fail2ban", program: "/usr/bin/fail2ban-server" },
];

/** A real WordPress also needs a database server. Installed only with --wordpress; otherwise its cases are skipped. */
export const WORDPRESS_PACKAGES = [
  { name: "wordpress", program: "/usr/share/wordpress/wp-load.php" },
  { name: "mariadb-server", program: "/usr/sbin/mariadbd" },
  { name: "php-mysql", program: "/usr/lib/php/20*/mysqli.so" },
];

/** Whether a file exists; one part of its path may be a wildcard. */
const isThere = (program) => {
  const star = program.indexOf("*");
  if (star < 0) return fs.existsSync(program);
  const before = program.lastIndexOf("/", star);
  const after = program.indexOf("/", star);
  const [start, end = ""] = program.slice(before + 1, after < 0 ? undefined : after).split("*");
  const folder = program.slice(0, before);
  if (!fs.existsSync(folder)) return false;
  const names = fs.readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith(end));
  return names.some((name) => after < 0 || fs.existsSync(`${folder}/${name}${program.slice(after)}`));
};

/** Names of the packages that are not installed. */
export const findMissingPackages = ({ wordpress = false } = {}) =>
  [...LAB_PACKAGES, ...(wordpress ? WORDPRESS_PACKAGES : [])].filter(({ program }) => !isThere(program)).map(({ name }) => name);

const policyFile = "/usr/sbin/policy-rc.d";

/** Keeps package scripts from starting services while `work` runs. */
function withoutServices(work) {
  const ours = !fs.existsSync(policyFile);
  if (ours) fs.writeFileSync(policyFile, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return work();
  } finally {
    if (ours) fs.rmSync(policyFile, { force: true });
  }
}

function runApt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const done = spawnSync("apt-get", ["-q", "-y", "-o", "DPkg::Lock::Timeout=300", ...args], { env, encoding: "utf8" });
  return { ok: done.status === 0, log: `${done.stdout ?? ""}${done.stderr ?? ""}${done.error?.message ?? ""}` };
}

/**
 * Installs missing packages where possible (root on Debian) and returns those still missing, with the reason. Never throws: the lab skips
 * and reports the cases of missing servers.
 */
export function installLabPackages(say = () => {}, wanted = {}) {
  const missing = findMissingPackages(wanted);
  if (missing.length === 0) return { missing, reason: null };
  if (!fs.existsSync("/etc/debian_version")) return { missing, reason: "this system is not Debian" };
  if (process.getuid?.() !== 0) return { missing, reason: "installing needs root" };
  say(`Installing ${missing.join(", ")}`);
  return withoutServices(() => {
    const updated = runApt(["update"]);
    const installed = runApt(["install", "--no-install-recommends", ...missing]);
    const stillMissing = findMissingPackages(wanted);
    // With systemd, the packages' own services would start at the next boot.
    if (fs.existsSync("/run/systemd/system"))
      spawnSync("systemctl", ["disable", "--now", ...missing.filter((name) => !name.startsWith("lib"))]);
    if (stillMissing.length === 0) return { missing: stillMissing, reason: null };
    const log = (installed.ok ? updated.log : installed.log).trim().split("\n").slice(-3).join(" / ");
    return { missing: stillMissing, reason: `apt-get did not install them: ${log}` };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { missing, reason } = installLabPackages((line) => console.log(line), { wordpress: process.argv.includes("--wordpress") });
  if (missing.length === 0) console.log("All servers of the lab are there.");
  else {
    console.error(`Missing: ${missing.join(", ")} (${reason})`);
    process.exitCode = 1;
  }
}
