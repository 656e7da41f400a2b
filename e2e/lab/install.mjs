// Installs the real web servers of the lab on Debian: `node e2e/lab/install.mjs`. Nothing but Node's built-ins, so that it runs before
// anything else is there. Installed services are not started: the lab starts its own copies with its own configuration and ports.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { fileURLToPath } from "node:url";

/** Debian packages of the lab and the program that shows that one is there. */
export const LAB_PACKAGES = [
  { name: "nginx", program: "/usr/sbin/nginx" },
  { name: "apache2", program: "/usr/sbin/apache2" },
  { name: "libapache2-mod-security2", program: "/usr/lib/apache2/modules/mod_security2.so" },
  { name: "modsecurity-crs", program: "/usr/share/modsecurity-crs/rules" },
  { name: "php-fpm", program: "/usr/sbin/php-fpm*" },
  { name: "libapache2-mod-php", program: "/usr/lib/apache2/modules/libphp*.so" },
  { name: "haproxy", program: "/usr/sbin/haproxy" },
  { name: "lighttpd", program: "/usr/sbin/lighttpd" },
  { name: "lighttpd-mod-openssl", program: "/usr/lib/lighttpd/mod_openssl.so" },
  { name: "caddy", program: "/usr/bin/caddy" },
  { name: "varnish", program: "/usr/sbin/varnishd" },
  { name: "nftables", program: "/usr/sbin/nft" },
  { name: "iptables", program: "/usr/sbin/iptables" },
  { name: "iproute2", program: "/usr/sbin/ip" },
  { name: "fail2ban", program: "/usr/bin/fail2ban-server" },
];

const isThere = (program) => {
  if (!program.includes("*")) return fs.existsSync(program);
  const slash = program.lastIndexOf("/");
  const [start, end = ""] = program.slice(slash + 1).split("*");
  const folder = program.slice(0, slash);
  return fs.existsSync(folder) && fs.readdirSync(folder).some((name) => name.startsWith(start) && name.endsWith(end));
};

/** Names of the packages that are not there. */
export const findMissingPackages = () => LAB_PACKAGES.filter(({ program }) => !isThere(program)).map(({ name }) => name);

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
 * Installs what is missing where that is possible (root on Debian) and returns what is missing afterwards, with the reason.
 * Never throws: the lab skips the cases of a server that is not there and says so.
 */
export function installLabPackages(say = () => {}) {
  const missing = findMissingPackages();
  if (missing.length === 0) return { missing, reason: null };
  if (!fs.existsSync("/etc/debian_version")) return { missing, reason: "this system is not Debian" };
  if (process.getuid?.() !== 0) return { missing, reason: "installing needs root" };
  say(`Installing ${missing.join(", ")}`);
  return withoutServices(() => {
    const updated = runApt(["update"]);
    const installed = runApt(["install", "--no-install-recommends", ...missing]);
    const stillMissing = findMissingPackages();
    // Where systemd runs, the packages' own services would come up at the next start of the machine.
    if (fs.existsSync("/run/systemd/system"))
      spawnSync("systemctl", ["disable", "--now", ...missing.filter((name) => !name.startsWith("lib"))]);
    if (stillMissing.length === 0) return { missing: stillMissing, reason: null };
    const log = (installed.ok ? updated.log : installed.log).trim().split("\n").slice(-3).join(" / ");
    return { missing: stillMissing, reason: `apt-get did not install them: ${log}` };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { missing, reason } = installLabPackages((line) => console.log(line));
  if (missing.length === 0) console.log("All servers of the lab are there.");
  else {
    console.error(`Missing: ${missing.join(", ")} (${reason})`);
    process.exitCode = 1;
  }
}
