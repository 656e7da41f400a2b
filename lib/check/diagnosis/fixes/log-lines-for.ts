import { CAUSES, isByRule } from "@/lib/check/causes";
import { type FixText, text } from "@/lib/check/diagnosis/fixes/fix";
import { quoteForPowerShell, quoteForShell } from "@/lib/check/diagnosis/fixes/shell-quote";
import type { Cause, Probe } from "@/lib/check/result";

// Values from outside are searched as fixed text (grep -F); only our own address and the minute are patterns. The hour is left open,
// because logs are written in the server's zone.

export interface LogHint {
  id: string;
  title: FixText;
  command: string;
}

/** `status` is null if the server may have logged another one or none. */
type LoggedRequest = Pick<Probe, "from" | "method" | "path" | "userAgent" | "at" | "status">;

const ACCESS_LOGS: ReadonlyMap<string, string> = new Map([
  ["nginx", "/var/log/nginx/*access*.log"],
  ["openresty", "/var/log/nginx/*access*.log"],
  ["apache", "/var/log/apache2/*access*.log /var/log/httpd/*access*log"],
  ["litespeed", "/usr/local/lsws/logs/access.log"],
  ["lighttpd", "/var/log/lighttpd/access.log"],
]);
const ANY_ACCESS_LOG = "/var/log/nginx/*access*.log /var/log/apache2/*access*.log /var/log/httpd/*access*log";

const escapeDots = (address: string) => address.replaceAll(".", "[.]");
const twoDigits = (value: number) => String(value).padStart(2, "0");

/** The minute of the request and the next one: servers log a request when the response ends. */
const minutesOf = (at: string): string => {
  const minute = new Date(at).getUTCMinutes();
  return `(${twoDigits(minute)}|${twoDigits((minute + 1) % 60)})`;
};

const isAddress = (address: string | null): address is string => address !== null && /^[0-9a-f.:]+$/i.test(address);

const hint = (id: string, title: string, ...pipe: string[]): LogHint => ({ id, title: text(`logs.${title}`), command: pipe.join(" | ") });
const fixedText = (value: string) => `grep -F -- ${quoteForShell(value)}`;

/** For the combined, common and vhost formats, and HAProxy's with the port after the address. */
function accessLine(files: string, request: LoggedRequest): LogHint {
  const first = `grep -hF -- ${quoteForShell(`"${request.method} ${request.path} `)} ${files} 2>/dev/null`;
  const sender = isAddress(request.from) ? `(^|[ :])${escapeDots(request.from)}[ :].*` : "";
  const moment = `grep -E -- ${quoteForShell(`${sender}:[0-9]{2}:${minutesOf(request.at)}:[0-9]{2}`)}`;
  const status = request.status === null ? [] : [fixedText(`" ${request.status} `)];
  const agent = request.userAgent === "" || files.includes("haproxy") ? [] : [fixedText(`"${request.userAgent}"`)];
  return hint("access_log", "access_log", first, moment, ...status, ...agent);
}

function caddyLine(request: LoggedRequest): LogHint {
  const wanted = [
    `"method":"${request.method}"`,
    `"uri":"${request.path}"`,
    ...(isAddress(request.from) ? [`"remote_ip":"${request.from}"`] : []),
  ];
  return hint("access_log", "access_log", "journalctl -u caddy --no-pager", ...wanted.map(fixedText));
}

function varnishLine({ method, path, from }: LoggedRequest): LogHint {
  const sender = isAddress(from) ? [fixedText(`${from} `)] : [];
  return hint("access_log", "live_log", "varnishncsa", fixedText(`"${method} `), fixedText(path), ...sender);
}

const iisLine = (request: LoggedRequest): LogHint => {
  const day = request.at.slice(2, 10).replaceAll("-", "");
  const [stem = "/"] = request.path.split("?");
  const wanted = [`${request.method} ${stem}`, ...(isAddress(request.from) ? [request.from] : [])];
  return hint(
    "access_log",
    "access_log",
    `Get-Content C:\\inetpub\\logs\\LogFiles\\W3SVC*\\u_ex${day}.log`,
    ...wanted.map((value) => `Select-String -SimpleMatch ${quoteForPowerShell(` ${value} `)}`),
  );
};

function accessHint(server: string | null, request: LoggedRequest): LogHint {
  if (server === "caddy") return caddyLine(request);
  if (server === "varnish") return varnishLine(request);
  if (server === "iis") return iisLine(request);
  // HAProxy logs the status before the request. Behind an unknown server, another server may have logged a different status.
  const withoutStatus = { ...request, status: null };
  if (server === "haproxy") return accessLine("/var/log/haproxy.log", withoutStatus);
  const files = server === null ? undefined : ACCESS_LOGS.get(server);
  return files ? accessLine(files, request) : accessLine(ANY_ACCESS_LOG, withoutStatus);
}

const ruleHint = (address: string): LogHint =>
  hint(
    "rule_log",
    "rule_log",
    `grep -rhF 'ModSecurity' /var/log/apache2 /var/log/httpd /var/log/nginx 2>/dev/null`,
    `grep -E -- ${quoteForShell(`client:? ${escapeDots(address)}([]: ,]|$)`)}`,
    `grep -oE ${quoteForShell('\\[id "[0-9]+"\\].*\\[uri "[^"]*"\\]')}`,
  );

const banHint = (address: string): LogHint =>
  hint("ban_log", "ban_log", `grep -hE -- ${quoteForShell(`(Ban|Found) ${escapeDots(address)}( |$)`)} /var/log/fail2ban.log`);

const firewallHint = (address: string): LogHint =>
  hint("firewall_log", "firewall_log", "journalctl -k --no-pager", `grep -E -- ${quoteForShell(`SRC=${escapeDots(address)} `)}`);

const BANS: ReadonlySet<string> = new Set(["ip_blocked", "banned_during_test", "connection_refused"]);

/** Commands that find the failing request of a cause in the logs that can have seen it. `server`: the software found, or null. */
export function logLinesFor(
  cause: Pick<Cause, "code" | "evidence" | "blocker">,
  probes: readonly Probe[],
  server: string | null,
): LogHint[] {
  const request = probes.find((probe) => probe.id === cause.evidence.fail);
  if (request === undefined || request.outcome === "refused_target" || request.outcome === "dns_failed") return [];
  const reachedHttp = request.outcome === "answered" || request.outcome === "no_answer";
  const hints = reachedHttp ? [accessHint(server, request)] : [];
  if (!isAddress(request.from)) return hints;
  if (reachedHttp && isByRule(cause.code)) hints.push(ruleHint(request.from));
  if (BANS.has(cause.code)) hints.push(banHint(request.from));
  if (!reachedHttp && (CAUSES[cause.code].layer === "network" || cause.code === "banned_during_test"))
    hints.push(firewallHint(request.from));
  return hints;
}
