import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { liesIn } from "@/lib/connectors/net/address";
import { root, WEB_MEMORY, WORKER_MEMORY } from "@/scripts/dev/typescript.mjs";

const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const alerts = read("deploy/prometheus/alerts.yml");
const dashboards = fs.readdirSync(path.join(root, "deploy/grafana/dashboards")).map((name) => read(`deploy/grafana/dashboards/${name}`));
const PROMTOOL = "/usr/bin/promtool";

test("alerts and dashboards use metrics that the documentation lists", () => {
  const documented = new Set(read("docs/observability.md").match(/mooring_\w+/g));
  const used = new Set([alerts, ...dashboards].join("\n").match(/mooring_\w+/g));
  const base = (name: string): string => name.replace(/_(bucket|count|sum)$/, "");
  expect([...used].filter((name) => !documented.has(base(name)))).toEqual([]);
});

test("the documentation lists the metrics that the product declares, and no others", () => {
  const code = read("lib/infra/observe/metrics.ts") + read("worker/database-gauges.ts");
  expect(new Set(read("docs/observability.md").match(/mooring_\w+/g))).toEqual(new Set(code.match(/(?<=")mooring_\w+/g)));
});

test("each alert links to a section of the runbook", () => {
  const sections = [...read("docs/runbook.md").matchAll(/^## (.+)$/gm)].map(([, title = ""]) => title.toLowerCase().replaceAll(" ", "-"));
  const links = [...alerts.matchAll(/docs\/runbook\.md#([\w-]+)/g)].map(([, anchor]) => anchor);
  expect(links.length).toBe([...alerts.matchAll(/- alert:/g)].length);
  expect(links.filter((anchor) => !sections.includes(anchor ?? ""))).toEqual([]);
});

test("the chart deploys the version of package.json", () => {
  const { version } = JSON.parse(read("package.json")) as { version: string };
  expect(read("deploy/helm/mooring/Chart.yaml")).toContain(`appVersion: "${version}"`);
});

test("no template of the chart puts a block into a flow mapping, which is no YAML", () => {
  const folder = "deploy/helm/mooring/templates";
  const lines = fs.readdirSync(path.join(root, folder)).flatMap((name) => read(`${folder}/${name}`).split("\n"));
  const blocks = lines.filter((line) => /\bnindent\b/.test(line));
  expect(blocks.length).toBeGreaterThan(0);
  expect(blocks.filter((line) => /[[{]/.test(line.replace(/\{\{.*?\}\}/g, "")))).toEqual([]);
});

test("processes start with each environment of deploy/compose.yaml, filled in from deploy/.env", async () => {
  const values: Record<string, string> = {
    SITE: "mooring.example",
    SMTP_URL: "smtps://mail.mooring.example:465",
    NEXTAUTH_SECRET: "a".repeat(32),
    CREDENTIALS_KEYS: `one:${Buffer.alloc(32).toString("base64")}`,
  };
  const filled = read("deploy/compose.yaml").replace(
    /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)\}/g,
    (_all, name: string, fallback?: string) => fallback ?? values[name] ?? "letters",
  );
  const blocks = [...filled.matchAll(/environment:(?: &\w+)?\n((?: +(?:[A-Z_]+:|#) .*\n)+)/g)].flatMap(([, lines = ""]) =>
    lines.includes(" DATABASE_URL:") ? [[...lines.matchAll(/([A-Z_]+): "?([^"\n]+)/g)]] : [],
  );
  expect(blocks.length).toBe(2);
  for (const block of blocks) {
    vi.resetModules();
    for (const [, name = "", value = ""] of block) vi.stubEnv(name, value);
    const { env } = await import("@/lib/infra/env");
    expect(env().ALLOW_PLAIN_DATABASE).toBe(true);
    vi.unstubAllEnvs();
  }
});

test("image and systemd units start web and worker with the memory limits that are measured", () => {
  for (const [file, limits] of [
    ["server.js", WEB_MEMORY],
    ["server/bin/worker.mjs", WORKER_MEMORY],
  ] as const) {
    expect(read("Dockerfile")).toContain(`CMD ${JSON.stringify(["node", ...limits, file]).replaceAll(",", ", ")}`);
    expect(read("docs/deploy.md")).toContain(`ExecStart=/usr/bin/node ${[...limits, file].join(" ")}\n`);
  }
});

test("compose starts the mail catcher for development alone, and demands a mail server otherwise", () => {
  const compose = read("deploy/compose.yaml");
  expect(compose).toMatch(/\n {2}mail:\n {4}profiles: \[dev\]\n/);
  expect([...compose.matchAll(/SMTP_URL: (.*)/g)].map(([, value]) => value)).toEqual([expect.stringMatching(/^\$\{SMTP_URL:\?/)]);
  expect(compose).not.toMatch(/ALLOW_PLAIN_SMTP: "?true/);
});

test("pods of the chart get no service-account token, and reach no private or shared network", () => {
  const pods = ["web", "worker", "migrate"].map((name) => read(`deploy/helm/mooring/templates/${name}.yaml`));
  for (const pod of pods) expect(pod).toContain("\n      automountServiceAccountToken: false\n");
  const denied = /^ {2}deny: \[(.*)\]$/m.exec(read("deploy/helm/mooring/values.yaml"))?.[1]?.split(", ") ?? [];
  const inside = ["10.1.2.3", "100.64.0.1", "100.127.255.255", "168.63.129.16", "169.254.169.254", "172.31.0.1", "192.168.0.1"];
  for (const address of inside) expect(liesIn(address, denied), address).toBe(true);
  for (const address of ["93.184.215.14", "100.128.0.1"]) expect(liesIn(address, denied), address).toBe(false);
});

test("the Ingress limits each client address", () => {
  const values = read("deploy/helm/mooring/values.yaml");
  for (const limit of ["limit-connections", "limit-rps"])
    expect(values).toMatch(new RegExp(`nginx.ingress.kubernetes.io/${limit}: "\\d+"`));
});

test.runIf(fs.existsSync(PROMTOOL))("Prometheus raises each alert in its situation, and none in a healthy installation", () => {
  const folder = path.join(root, "deploy/prometheus");
  for (const args of [
    ["check", "config", "prometheus.yml"],
    ["test", "rules", "alerts.test.yml"],
  ])
    execFileSync(PROMTOOL, args, { cwd: folder, stdio: "pipe" });
});
