import { spawnSync } from "node:child_process";
import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { missingServers } from "@/e2e/lab/harness/servers";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { BOTH_AGENTS, type ServerName } from "@/e2e/lab/lab-case";
import { startApache } from "@/e2e/lab/servers/apache";
import { startCaddy } from "@/e2e/lab/servers/caddy";
import { startHaproxy } from "@/e2e/lab/servers/haproxy";
import { startLighttpd } from "@/e2e/lab/servers/lighttpd";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { startVarnish } from "@/e2e/lab/servers/varnish";
import type { CauseCode } from "@/lib/check/causes";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { REQUIRED_METHODS } from "@/lib/connectors/egress/user-agents";

// Shops in folders with characters that configuration languages interpret: the real parsers must accept the printed lines.

const FOLDERS = [
  "/my.shop_2~a",
  "/käse & wijn",
  "/a'b\"c",
  "/$(id)/`id`",
  "/x;}\nreturn 200;{",
  "/%22%0a}/",
  "/[^a]+*(?=b)\\",
  "/{env.HOME}/$host",
];

function printed(folder: string, code: CauseCode, id: string): Fix {
  const cause = { code, reason: null, blocker: null, methods: ["PATCH"], addresses: [], userAgents: [] };
  const fix = fixesFor(cause, {
    url: "https://shop.example",
    apiPath: `${folder}/wp-json`,
    shopSystem: "woocommerce",
    server: null,
    addresses: ["203.0.113.5", "2001:db8::5"],
    userAgents: BOTH_AGENTS,
    methods: REQUIRED_METHODS,
  }).find((one) => one.id === id);
  if (fix === undefined) throw new Error(`no fix ${id}`);
  return fix;
}

const line = (folder: string, code: CauseCode, id: string, snippet: string) => takeSnippet(printed(folder, code, id), snippet).code;

/** Starts a server with all lines printed for it; fails if its parser rejects them. */
const STARTS: readonly {
  name: string;
  needs: readonly ServerName[];
  start(workspace: Workspace, upstream: string, folder: string): Promise<string>;
}[] = [
  {
    name: "nginx",
    needs: ["nginx"],
    start: (workspace, upstream, folder) =>
      startNginx(workspace, {
        upstream,
        http: [
          line(folder, "method_blocked", "methods.nginx", "nginx_file"),
          line(folder, "user_agent_blocked", "user_agents.nginx", "nginx_file"),
          line(folder, "rate_limited", "rate.nginx", "nginx_file"),
          line(folder, "cached_response", "cache.nginx", "nginx_file"),
          line(folder, "user_agent_blocked", "user_agents_alone.nginx", "nginx_file").replaceAll("agent_to_check", "agent_alone"),
        ].join("\n"),
      }),
  },
  {
    name: "Apache with ModSecurity",
    needs: ["apache", "modsecurity"],
    start: (workspace, upstream, folder) =>
      startApache(workspace, {
        upstream,
        modSecurity: true,
        modSecurityExclusions: [
          line(folder, "method_blocked", "methods.modsecurity", "modsecurity_exclusion"),
          line(folder, "user_agent_blocked", "user_agents.modsecurity", "modsecurity_exclusion"),
          line(folder, "ip_blocked", "addresses.modsecurity", "modsecurity_exclusion"),
        ].join("\n"),
        host: `RewriteEngine On
${line(folder, "user_agent_blocked", "user_agents.apache", "rewrite_condition")}
RewriteRule ^/never$ - [F]
${line(folder, "user_agent_blocked", "user_agents_alone.htaccess", "rewrite_user_agent")}
RewriteRule ^/never$ - [F]
${line(folder, "rate_limited", "rate.apache", "apache_limits")}
${line(folder, "cached_response", "cache.apache", "apache_no_cache")}
${line(folder, "method_blocked", "methods.apache", "apache_if")}`,
      }),
  },
  {
    name: "HAProxy",
    needs: ["haproxy"],
    start: (workspace, upstream, folder) =>
      startHaproxy(workspace, { upstream, frontend: line(folder, "method_blocked", "methods.haproxy", "haproxy_acl") }),
  },
  {
    name: "Caddy",
    needs: ["caddy"],
    start: (workspace, upstream, folder) =>
      startCaddy(workspace, {
        upstream,
        site: `@refused {\nmethod PUT\n${line(folder, "method_blocked", "methods.caddy", "caddy_matcher")}\n}\nrespond @refused 405`,
      }),
  },
  {
    name: "Varnish",
    needs: ["varnish"],
    start: (workspace, upstream, folder) =>
      startVarnish(workspace, {
        upstream,
        vcl: `${line(folder, "method_blocked", "methods.varnish", "varnish_pass")}\n${line(folder, "cached_response", "cache.varnish", "varnish_no_cache")}`,
      }),
  },
  {
    name: "lighttpd",
    needs: ["lighttpd"],
    start: (workspace, upstream, folder) =>
      startLighttpd(workspace, { upstream, lines: line(folder, "method_blocked", "methods.lighttpd", "lighttpd_exception") }),
  },
];

describe.concurrent("printed lines for a shop in an unusual folder are accepted by the real parser", () => {
  const missing = missingServers();
  for (const { name, needs, start } of STARTS) {
    it.skipIf(needs.some((server) => missing.includes(server)))(name, async () => {
      for (const folder of FOLDERS) {
        const workspace = new Workspace(`path-${name}`);
        try {
          const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
          const answer = await fetch(`${await start(workspace, shop.url, folder)}/wp-json/`);
          expect(answer.status, folder).toBe(200);
        } finally {
          await workspace.close();
        }
      }
    });
  }

  it.skipIf(spawnSync("php", ["-v"]).status !== 0)("PHP", () => {
    for (const folder of FOLDERS) {
      const script = line(folder, "ip_blocked", "addresses.ninjafirewall", "htninja");
      expect(spawnSync("php", ["-l"], { input: script, encoding: "utf8" }).stdout, folder).toContain("No syntax errors");
    }
  });

  it("XML for IIS", () => {
    for (const folder of FOLDERS) {
      for (const [code, id, snippet] of [
        ["method_blocked", "methods.iis", "iis_verbs"],
        ["ip_blocked", "addresses.iis", "iis_addresses"],
        ["user_agent_blocked", "user_agents.iis", "iis_condition"],
      ] as const) {
        expect(XMLValidator.validate(line(folder, code, id, snippet)), folder).toBe(true);
      }
    }
  });
});
