import fs from "node:fs";
import type { ServerName } from "@/e2e/lab/lab-case";
import { NGINX_MODSECURITY, NGINX_STREAM } from "@/e2e/lab/servers/nginx";

const PROGRAMS: Record<ServerName, readonly string[]> = {
  nginx: ["/usr/sbin/nginx"],
  nginx_modsecurity: [NGINX_MODSECURITY, "/usr/share/modsecurity-crs/rules"],
  nginx_stream: ["/usr/sbin/nginx", NGINX_STREAM],
  apache: ["/usr/sbin/apache2"],
  modsecurity: ["/usr/lib/apache2/modules/mod_security2.so", "/usr/share/modsecurity-crs/rules"],
  apache_limits: ["/usr/lib/apache2/modules/mod_qos.so", "/usr/lib/apache2/modules/mod_evasive.so"],
  haproxy: ["/usr/sbin/haproxy"],
  lighttpd: ["/usr/sbin/lighttpd", "/usr/lib/lighttpd/mod_openssl.so"],
  caddy: ["/usr/bin/caddy"],
  varnish: ["/usr/sbin/varnishd"],
  php: [],
  wordpress: ["/usr/share/wordpress/wp-load.php", "/usr/sbin/mariadbd", "/usr/bin/mariadb-install-db", "/usr/bin/php"],
};

const PHP_MODULES = "/usr/lib/apache2/modules";

/** Debian's PHP programs have the version in their names. */
const findFile = (folder: string, pattern: RegExp): string | null => {
  const name = fs.existsSync(folder) ? fs.readdirSync(folder).find((candidate) => pattern.test(candidate)) : undefined;
  return name ? `${folder}/${name}` : null;
};

export const findPhpFpm = (): string | null => findFile("/usr/sbin", /^php-fpm\d/);
export const findModPhp = (): string | null => findFile(PHP_MODULES, /^libphp\d.*\.so$/);

/** Servers that are not installed on this machine. */
export const missingServers = (): ServerName[] =>
  (Object.keys(PROGRAMS) as ServerName[]).filter((name) =>
    name === "php" ? findPhpFpm() === null || findModPhp() === null : !PROGRAMS[name].every((program) => fs.existsSync(program)),
  );
