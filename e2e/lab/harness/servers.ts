import fs from "node:fs";
import type { ServerName } from "@/e2e/lab/lab-case";

const PROGRAMS: Record<ServerName, readonly string[]> = {
  nginx: ["/usr/sbin/nginx"],
  apache: ["/usr/sbin/apache2"],
  modsecurity: ["/usr/lib/apache2/modules/mod_security2.so", "/usr/share/modsecurity-crs/rules"],
  haproxy: ["/usr/sbin/haproxy"],
  lighttpd: ["/usr/sbin/lighttpd", "/usr/lib/lighttpd/mod_openssl.so"],
  caddy: ["/usr/bin/caddy"],
  varnish: ["/usr/sbin/varnishd"],
  php: ["/usr/sbin/php-fpm8.4"],
};

/** Servers of the lab that this machine does not have. */
export const missingServers = (): ServerName[] =>
  (Object.keys(PROGRAMS) as ServerName[]).filter((name) => !PROGRAMS[name].every((program) => fs.existsSync(program)));
