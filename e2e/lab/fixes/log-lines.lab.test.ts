import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkShop, findFix } from "@/e2e/lab/fixes/check-and-find-fix";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { missingServers } from "@/e2e/lab/harness/servers";
import { Workspace } from "@/e2e/lab/harness/workspace";
import type { ServerName } from "@/e2e/lab/lab-case";
import { startApache } from "@/e2e/lab/servers/apache";
import { startLighttpd } from "@/e2e/lab/servers/lighttpd";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { curlFor } from "@/lib/check/diagnosis/fixes/curl-for";
import { logLinesFor } from "@/lib/check/diagnosis/fixes/log-lines-for";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";

// Runs the commands of a host report on logs written by real servers.

interface Logged {
  name: ServerName;
  start(workspace: Workspace, upstream: string): Promise<string>;
}

const combined = '"%h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\""';

const SERVERS: readonly Logged[] = [
  {
    name: "nginx",
    start: (workspace, upstream) => startNginx(workspace, { upstream, server: "if ($request_method ~ ^(PATCH|DELETE)$) { return 403; }" }),
  },
  {
    name: "apache",
    start: (workspace, upstream) =>
      startApache(workspace, {
        upstream,
        host: `LogFormat ${combined} combined\nCustomLog ${workspace.folder}/access.log combined\n<Location "/">\nAllowMethods GET POST OPTIONS\n</Location>`,
      }),
  },
  {
    name: "lighttpd",
    start: (workspace, upstream) =>
      startLighttpd(workspace, {
        upstream,
        lines: `server.modules += ( "mod_accesslog" )\naccesslog.filename = "${workspace.folder}/access.log"\n$HTTP["request-method"] =~ "^(PATCH|DELETE)$" { url.access-deny = ( "" ) }`,
      }),
  },
];

const failingProbe = (cause: Cause | undefined, probes: readonly Probe[]): Probe => {
  const found = probes.find(({ id }) => id === cause?.evidence.fail);
  if (found === undefined) throw new Error("the cause cites no failing probe");
  return found;
};

/** Runs the command on the lab's log instead of the usual path. */
function grepLog(command: string, file: string): string[] {
  const own = command.replace(/\/var\/log\/?\S+( \/var\/log\/\S+)*/, file);
  return execFileSync("sh", ["-c", `${own}; true`], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line !== "");
}

/** What the first step of a fix finds, which tells Apache's rules from ModSecurity's. */
function tellApart(result: CheckResult, fixId: string, log: string): string[] {
  const { fix, place } = findFix(result, "method_blocked", fixId);
  expect(place).toBe(0);
  const [first] = fix.steps;
  expect(first?.key).toBe("steps.modsecurity_or_apache");
  return grepLog(String(first?.values["command"]), log);
}

describe("the log commands for the host", () => {
  const missing = missingServers();
  for (const server of SERVERS) {
    it.skipIf(missing.includes(server.name))(
      `find exactly the refused request in the log of ${server.name}, and the curl command repeats it`,
      async () => {
        const workspace = new Workspace(`log-${server.name}`);
        try {
          const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
          const url = await server.start(workspace, shop.url);
          const { causes, probes } = await checkShop(url);
          const cause = causes.find(({ code }) => code === "method_blocked");
          if (cause === undefined) throw new Error("no method was refused");
          const probe = failingProbe(cause, probes);
          const same = probes.filter(
            ({ method, path: where, from, userAgent }) =>
              method === probe.method && where === probe.path && from === probe.from && userAgent === probe.userAgent,
          );
          const [hint] = logLinesFor(cause, probes, server.name);
          const log = path.join(workspace.folder, "access.log");
          const found = () => grepLog(hint?.command ?? "false", log);
          // lighttpd flushes its log periodically, at the latest on exit.
          await expect.poll(() => found().length).toBe(same.length);
          for (const line of found()) {
            expect(line).toContain(`"${probe.method} ${probe.path} HTTP/1.1" ${probe.status}`);
            expect(line).toContain(probe.from);
          }
          expect(fs.readFileSync(log, "utf8").split("\n").length).toBeGreaterThan(same.length + 3);
          const repeated = execFileSync("sh", ["-c", `${curlFor(probe, url)} 2>/dev/null`], { encoding: "utf8" });
          expect(repeated).toMatch(new RegExp(`^HTTP/1.1 ${probe.status} `));
        } finally {
          await workspace.close();
        }
      },
    );
  }

  it.skipIf(missing.includes("modsecurity"))("find the ModSecurity rule that refused the request, with id and path", async () => {
    const workspace = new Workspace("log-modsecurity");
    try {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
      const result = await checkShop(await startApache(workspace, { upstream: shop.url, modSecurity: true }));
      const { causes, probes } = result;
      const log = path.join(workspace.folder, "error.log");
      const cause = causes.find(({ code }) => code === "method_blocked");
      if (cause === undefined) throw new Error("no method was refused");
      const hint = logLinesFor(cause, probes, "apache").find(({ id }) => id === "rule_log");
      const lines = grepLog(hint?.command ?? "false", log);
      expect(
        lines.some((line) => line.startsWith('[id "911100"]') && line.includes(`[uri "${failingProbe(cause, probes).path}"]`)),
        lines.join("\n"),
      ).toBe(true);
      expect(tellApart(result, "methods.modsecurity", log).length).toBeGreaterThan(0);
    } finally {
      await workspace.close();
    }
  });

  it.skipIf(missing.includes("apache"))("find no line of ModSecurity where Apache itself refused with the same page", async () => {
    const workspace = new Workspace("log-apache-alone");
    try {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
      const rule = "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} ^(PATCH|DELETE)$\nRewriteRule ^ - [F]";
      const result = await checkShop(await startApache(workspace, { upstream: shop.url, host: rule }));
      expect(tellApart(result, "methods.apache", path.join(workspace.folder, "error.log"))).toEqual([]);
    } finally {
      await workspace.close();
    }
  });
});
