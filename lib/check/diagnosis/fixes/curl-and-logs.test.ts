import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { createTranslator } from "use-intl/core";
import { afterAll, describe, expect, it } from "vitest";
import { maskQuery } from "@/lib/base/mask-secrets";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import { curlFor } from "@/lib/check/diagnosis/fixes/curl-for";
import { logLinesFor } from "@/lib/check/diagnosis/fixes/log-lines-for";
import { quoteForPowerShell, quoteForShell } from "@/lib/check/diagnosis/fixes/shell-quote";
import type { Probe } from "@/lib/check/result";
import de from "@/lib/i18n/messages/de/fixes.json";
import en from "@/lib/i18n/messages/en/fixes.json";

const probeOf = (more: Partial<Probe> = {}): Probe => ({
  id: "p7",
  purpose: "method_first_round",
  method: "PATCH",
  path: "/wp-json/wc/v3",
  userAgent: "Sendcloud/1.0.0",
  from: "203.0.113.5",
  to: "198.51.100.7",
  source: "egress",
  outcome: "answered",
  status: 403,
  reached: "web_server",
  passed: false,
  answeredBy: null,
  headers: { Accept: "application/json", "Content-Type": "application/json" },
  failure: null,
  timingsMs: { dns: null, connect: null, tls: null, firstByte: 2, total: 3 },
  coldConnection: true,
  at: "2026-11-25T01:14:59.900Z",
  answer: null,
  ...more,
});

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-logs-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Splits a command line with a real shell. */
function splitByShell(commands: readonly string[]): string[][] {
  const script = commands.map((command) => `set -- ${command}\nfor word in "$@"; do printf '%s\\0' "$word"; done; printf '\\1'`).join("\n");
  const output = execFileSync("sh", ["-c", script], { encoding: "utf8" });
  return output
    .split("\u0001")
    .slice(0, -1)
    .map((words) => words.split("\0").slice(0, -1));
}

const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        "'",
        '"',
        "$(touch x)",
        "`id`",
        "\n",
        ";",
        "&&",
        "|",
        "\\",
        "--",
        "-o",
        "@/etc/passwd",
        "{1..9}",
        "[a]",
        "*",
        "~",
        "!",
        "\u001b[2J",
        "\u202e",
      ),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(""));

describe("a curl that repeats the failing request", () => {
  it("repeats method, User-Agent and path, and sends a body only with methods that have one", () => {
    expect(curlFor(probeOf(), "https://shop.example/nl/")).toBe(
      "curl --globoff --path-as-is --include --max-time 20 --request PATCH --user-agent Sendcloud/1.0.0 --header 'Accept: application/json' --header 'Content-Type: application/json' --data '{}' https://shop.example/wp-json/wc/v3",
    );
    expect(curlFor(probeOf({ method: "DELETE", headers: { Accept: "application/json" } }), "https://shop.example")).not.toContain("--data");
  });

  it("sends the same headers: the dummy credential as it was, keys masked", () => {
    const dummyHeaders = { Accept: "application/json", "Cache-Control": "no-cache", Authorization: 'OAuth oauth_consumer_key="dummy"' };
    const command = curlFor(probeOf({ method: "GET", headers: dummyHeaders }), "https://shop.example");
    expect(command).toContain(`--header 'Authorization: OAuth oauth_consumer_key="dummy"'`);
    expect(command).not.toContain("--data");
    const bodied = curlFor(probeOf({ method: "GET", headers: { "Content-Type": "application/json" } }), "https://shop.example");
    expect(bodied).toContain("--request GET");
    expect(bodied).toContain("--data '{}'");
  });

  it("is one command with the same words for a real shell, whatever path and User-Agent contain", () => {
    const samples = fc.sample(fc.tuple(hostileText, hostileText), 150);
    const commands = samples.map(([userAgent, part]) => curlFor(probeOf({ userAgent, path: `/${part}` }), "https://shop.example"));
    for (const command of commands) expect(command).not.toMatch(/\p{Cc}|\u202e/u);
    for (const words of splitByShell(commands)) {
      expect(words).toHaveLength(17);
      expect(words[0]).toBe("curl");
      expect(words.at(-1)?.startsWith("https://shop.example/")).toBe(true);
    }
  });

  it("shows no secret of the query", () => {
    const secret = "/wp-json/wc/v3/orders?consumer_key=ck_1&consumer_secret=cs_2&page=3&ws_key=abc&oauth_signature=x";
    expect(maskQuery(secret)).toBe("/wp-json/wc/v3/orders?consumer_key=***&consumer_secret=***&page=3&ws_key=***&oauth_signature=***");
    expect(curlFor(probeOf({ path: secret }), "https://shop.example")).not.toMatch(/ck_1|cs_2|abc/);
  });
});

describe("quoting", () => {
  it("gives a real shell back exactly the text without control characters", () => {
    const texts = fc.sample(hostileText, 300);
    const words = splitByShell(texts.map(quoteForShell));
    expect(words.map(([word]) => word)).toEqual(texts.map((one) => one.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?")));
  });

  it("doubles every quote that PowerShell takes for one", () => {
    expect(quoteForPowerShell("a'b’c")).toBe("'a''b’’c'");
  });
});

describe("what to grep in the host's log", () => {
  const cause = { code: "method_blocked", evidence: { pass: "p1", fail: "p7" }, blocker: null } as const;

  /** The command, run on test files instead of the host's logs. */
  function grepIn(server: string, probe: Probe, log: string): string[] {
    const file = path.join(folder, "access.log");
    fs.writeFileSync(file, log);
    const [hint] = logLinesFor(cause, [probe], server);
    if (hint === undefined) throw new Error("no hint");
    const command = hint.command.replace(/\/var\/log\/\S+( \/var\/log\/\S+)*/, file);
    return execFileSync("sh", ["-c", `${command}; true`], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line !== "");
  }

  const line = (more: { address?: string; time?: string; method?: string; path?: string; agent?: string; status?: number } = {}) =>
    `${more.address ?? "203.0.113.5"} - - [25/Nov/2026:${more.time ?? "02:15:00"} +0100] "${more.method ?? "PATCH"} ${more.path ?? "/wp-json/wc/v3"} HTTP/1.1" ${more.status ?? 403} 199 "-" "${more.agent ?? "Sendcloud/1.0.0"}"`;

  it("finds exactly the failing request among similar ones, in any time zone, across the turn of a minute", () => {
    const others = [
      line({ method: "GET" }),
      line({ address: "203.0.113.50" }),
      line({ address: "1203.0.113.5" }),
      line({ path: "/wp-json/wc/v3/orders" }),
      line({ agent: "SendCloud/1.0 (woocommerce; https://www.sendcloud.sc)" }),
      line({ time: "02:44:12" }),
      // The same request, a few seconds before it was refused.
      line({ status: 200, time: "02:14:58" }),
    ];
    expect(grepIn("nginx", probeOf(), [...others, line()].join("\n"))).toEqual([line()]);
    expect(grepIn("apache", probeOf(), [...others, `shop.example:443 ${line()}`].join("\n"))).toEqual([`shop.example:443 ${line()}`]);
  });

  it("finds it in HAProxy's format, which logs the client port and no User-Agent", () => {
    const wanted =
      'haproxy[9]: 203.0.113.5:51234 [25/Nov/2026:01:14:59.901] shop web/<NOSRV> 0/-1/-1/-1/0 403 192 - - PR-- 1/1/0/0/0 0/0 "PATCH /wp-json/wc/v3 HTTP/1.1"';
    expect(grepIn("haproxy", probeOf(), `${wanted.replace("203.0.113.5:", "203.0.113.55:")}\n${wanted}\n`)).toEqual([wanted]);
  });

  it("executes nothing that a path or a User-Agent contains", () => {
    const mark = path.join(folder, "ran");
    const hostile = `/'"$(touch ${mark})\`touch ${mark}\`;touch ${mark}`;
    expect(grepIn("nginx", probeOf({ path: hostile, userAgent: hostile }), line({ path: hostile, agent: hostile }))).toEqual([
      line({ path: hostile, agent: hostile }),
    ]);
    expect(fs.existsSync(mark)).toBe(false);
  });

  it("lists rule log, bans and firewall if they can have seen it, in both languages", () => {
    const ids = (code: "ip_blocked" | "method_blocked" | "server_error", outcome: Probe["outcome"]) =>
      logLinesFor({ ...cause, code }, [probeOf({ outcome })], "nginx").map(({ id }) => id);
    expect(ids("method_blocked", "answered")).toEqual(["access_log", "rule_log"]);
    expect(ids("ip_blocked", "connect_failed")).toEqual(["ban_log", "firewall_log"]);
    expect(ids("server_error", "answered")).toEqual(["access_log"]);
    expect(logLinesFor(cause, [], "nginx")).toEqual([]);
    for (const [locale, fixes] of Object.entries({ en, de })) {
      const t = createTranslator({ locale, messages: { fixes }, namespace: "fixes" }) as unknown as Translate;
      const keys = ["nginx", "varnish", "caddy", "iis"]
        .flatMap((server) => [
          ...logLinesFor(cause, [probeOf()], server),
          ...logLinesFor({ ...cause, code: "ip_blocked" }, [probeOf({ outcome: "connect_failed" })], server),
        ])
        .map(({ title }) => title.key);
      for (const key of keys) expect(t.has(key)).toBe(true);
      expect(new Set(keys.map((key) => key.replace("logs.", "")))).toEqual(new Set(Object.keys(fixes.logs)));
    }
  });
});
