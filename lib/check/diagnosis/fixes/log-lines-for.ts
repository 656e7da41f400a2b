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

interface LoggedRequest {
  address: string | null;
  method: string;
  path: string;
  userAgent: string;
  at: Date;
  /** The status of the response, which the server found has logged. */
  status: number | null;
}

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
const minutesOf = (at: Date): string => `(${twoDigits(at.getUTCMinutes())}|${twoDigits((at.getUTCMinutes() + 1) % 60)})`;

const isAddress = (address: string | null): address is string => address !== null && /^[0-9a-f.:]+$/i.test(address);

const pipe = (...parts: string[]) => parts.join(" | ");
const fixedText = (value: string) => `grep -F -- ${quoteForShell(value)}`;

/** Combined, common and vhost formats, and HAProxy's with the port behind the address. */
function accessLine(files: string, request: LoggedRequest): LogHint {
  const first = `grep -hF -- ${quoteForShell(`"${request.method} ${request.path} `)} ${files} 2>/dev/null`;
  const sender = isAddress(request.address) ? `(^|[ :])${escapeDots(request.address)}[ :].*` : "";
  const moment = `grep -E -- ${quoteForShell(`${sender}:[0-9]{2}:${minutesOf(request.at)}:[0-9]{2}`)}`;
  const status = request.status === null ? [] : [fixedText(`" ${request.status} `)];
  const agent = request.userAgent === "" || files.includes("haproxy") ? [] : [fixedText(`"${request.userAgent}"`)];
  return { id: "access_log", title: text("logs.access_log"), command: pipe(first, moment, ...status, ...agent) };
}

function caddyLine(request: LoggedRequest): LogHint {
  const wanted = [
    `"method":"${request.method}"`,
    `"uri":"${request.path}"`,
    ...(isAddress(request.address) ? [`"remote_ip":"${request.address}"`] : []),
  ];
  const [first = "", ...rest] = wanted;
  return {
    id: "access_log",
    title: text("logs.access_log"),
    command: pipe(`journalctl -u caddy --no-pager | ${fixedText(first)}`, ...rest.map(fixedText)),
  };
}

const varnishLine = (request: LoggedRequest): LogHint => ({
  id: "access_log",
  title: text("logs.live_log"),
  command: pipe(
    "varnishncsa",
    fixedText(`"${request.method} `),
    fixedText(request.path),
    ...(isAddress(request.address) ? [fixedText(`${request.address} `)] : []),
  ),
});

const iisLine = (request: LoggedRequest): LogHint => {
  const day = request.at.toISOString().slice(2, 10).replaceAll("-", "");
  const [stem = "/"] = request.path.split("?");
  return {
    id: "access_log",
    title: text("logs.access_log"),
    command: pipe(
      `Get-Content C:\\inetpub\\logs\\LogFiles\\W3SVC*\\u_ex${day}.log`,
      `Select-String -SimpleMatch ${quoteForPowerShell(` ${request.method} ${stem} `)}`,
      ...(isAddress(request.address) ? [`Select-String -SimpleMatch ${quoteForPowerShell(` ${request.address} `)}`] : []),
    ),
  };
};

function accessHint(server: string | null, request: LoggedRequest): LogHint {
  if (server === "caddy") return caddyLine(request);
  if (server === "varnish") return varnishLine(request);
  if (server === "iis") return iisLine(request);
  // HAProxy logs the status before the request. Behind an unknown server another one may have logged another status.
  const withoutStatus = { ...request, status: null };
  if (server === "haproxy") return accessLine("/var/log/haproxy.log", withoutStatus);
  const files = server === null ? undefined : ACCESS_LOGS.get(server);
  return files ? accessLine(files, request) : accessLine(ANY_ACCESS_LOG, withoutStatus);
}

const ruleHint = (address: string): LogHint => ({
  id: "rule_log",
  title: text("logs.rule_log"),
  command: pipe(
    `grep -rhF 'ModSecurity' /var/log/apache2 /var/log/httpd /var/log/nginx 2>/dev/null`,
    `grep -E -- ${quoteForShell(`client:? ${escapeDots(address)}([]: ,]|$)`)}`,
    `grep -oE ${quoteForShell('\\[id "[0-9]+"\\].*\\[uri "[^"]*"\\]')}`,
  ),
});

const banHint = (address: string): LogHint => ({
  id: "ban_log",
  title: text("logs.ban_log"),
  command: `grep -hE -- ${quoteForShell(`(Ban|Found) ${escapeDots(address)}( |$)`)} /var/log/fail2ban.log`,
});

const firewallHint = (address: string): LogHint => ({
  id: "firewall_log",
  title: text("logs.firewall_log"),
  command: `journalctl -k --no-pager | grep -E -- ${quoteForShell(`SRC=${escapeDots(address)} `)}`,
});

const REFUSED_IN_FRONT: ReadonlySet<string> = new Set([
  "access_denied",
  "user_agent_blocked",
  "method_blocked",
  "ip_blocked",
  "banned_during_test",
]);
const BANS: ReadonlySet<string> = new Set(["ip_blocked", "banned_during_test", "connection_refused"]);
const BELOW_HTTP: ReadonlySet<string> = new Set([
  "connection_refused",
  "connection_timed_out",
  "connection_reset",
  "ip_blocked",
  "banned_during_test",
]);

/**
 * Commands that find exactly the failing request of a cause in the host's logs: access log, rule log, bans and firewall, as far as they
 * can have seen it. `server` is the software found, or null. Empty if the cause has no failing request.
 */
export function logLinesFor(
  cause: Pick<Cause, "code" | "evidence" | "blocker">,
  probes: readonly Probe[],
  server: string | null,
): LogHint[] {
  const failing = probes.find((probe) => probe.id === cause.evidence.fail);
  if (failing === undefined || failing.outcome === "refused_target" || failing.outcome === "dns_failed") return [];
  const request: LoggedRequest = {
    address: failing.from,
    method: failing.method,
    path: failing.path,
    userAgent: failing.userAgent,
    at: new Date(failing.at),
    status: failing.status,
  };
  const reachedHttp = failing.outcome === "answered" || failing.outcome === "no_answer";
  const hints = reachedHttp ? [accessHint(server, request)] : [];
  if (!isAddress(request.address)) return hints;
  if (reachedHttp && REFUSED_IN_FRONT.has(cause.code)) hints.push(ruleHint(request.address));
  if (BANS.has(cause.code)) hints.push(banHint(request.address));
  if (!reachedHttp && BELOW_HTTP.has(cause.code)) hints.push(firewallHint(request.address));
  return hints;
}
