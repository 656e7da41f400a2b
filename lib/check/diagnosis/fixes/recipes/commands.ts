import { type FixText, step } from "@/lib/check/diagnosis/fixes/fix";

// Steps that many recipes share. Commands are the same in every language.

export const reloadNginx = step("reload", { command: "nginx -t && systemctl reload nginx" });
export const reloadApache = step("reload", { command: "apachectl configtest && systemctl reload apache2" });
export const reloadHaproxy = step("reload", { command: "haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy" });
export const reloadCaddy = step("reload", { command: "caddy reload --config /etc/caddy/Caddyfile" });
export const reloadVarnish = step("reload", { command: "varnishreload" });
export const reloadLighttpd = step("reload", { command: "lighttpd -tt -f /etc/lighttpd/lighttpd.conf && systemctl reload lighttpd" });
export const reloadFail2ban = step("reload", { command: "fail2ban-client reload" });

export const testAgain = step("test_again");
export const askHost = step("ask_host");

/** Searches the software's files for text that such rules contain. */
export const findRule = (pattern: string, place: string): FixText => step("find_rule", { command: `grep -rnE '${pattern}' ${place}` });

/** The same for redirects. */
export const findRedirect = (pattern: string, place: string): FixText =>
  step("find_redirect", { command: `grep -rnE '${pattern}' ${place}` });
