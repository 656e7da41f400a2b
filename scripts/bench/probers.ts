import { execFileSync } from "node:child_process";
import pLimit from "p-limit";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import type { CheckedShop } from "@/scripts/bench/checked-shop";
import { cpuMsOf } from "@/scripts/bench/measure";
import { startProcess } from "@/scripts/bench/subject";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { ownNode, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

/** Round trip of the simulated link to the checked shop. */
const ROUND_TRIP_MS = 100;
/** Debian's prometheus-blackbox-exporter, to which our probes are compared. */
const GO_PROBER = "/usr/bin/prometheus-blackbox-exporter";

export interface Prober {
  port: number;
  pid: number;
}

/** A healthy shop in its own process, stopped by the workspace, and a file with the authority that signed its certificate. */
export async function startCheckedShop(workspace: Workspace) {
  const { child, ready } = await startProcess("scripts/bench/checked-shop.ts", [ROUND_TRIP_MS]);
  workspace.onClose(() => void child.kill());
  const { addresses, rootPem } = ready as CheckedShop;
  return { addresses, rootFile: workspace.write("ca.pem", rootPem) };
}

/** `rootFile`: the authority that it trusts. */
export async function startGoProber(workspace: Workspace, rootFile: string): Promise<Prober> {
  const port = await findFreePort();
  const config = workspace.write(
    "blackbox.yml",
    `modules:\n  http_2xx:\n    prober: http\n    timeout: 10s\n    http:\n      preferred_ip_protocol: ip4\n      tls_config:\n        ca_file: ${rootFile}\n`,
  );
  const args = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, "--log.level=error"];
  return { port, pid: await startServer(workspace, { program: GO_PROBER, args, host: "127.0.0.1", port }) };
}

export function goProberVersion(): string {
  const text = execFileSync(GO_PROBER, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return /version (\S+)/.exec(text)?.[1] ?? "";
}

/** Starts `npm run prober`. */
export async function startOwnProber(workspace: Workspace, rootFile: string): Promise<Prober> {
  const port = await findFreePort();
  const env = { HOST: "127.0.0.1", PORT: String(port), PROBE_ALLOW_NETWORKS: "127.0.0.0/8", NODE_EXTRA_CA_CERTS: rootFile };
  const options = { program: ownNode(), args: typescriptArguments("worker/prober.ts"), host: "127.0.0.1", port };
  return { port, pid: await startServer(workspace, { ...options, env: { ...typescriptEnvironment, ...env } }) };
}

/** Probes a target `count` times through a prober. @returns the prober's CPU time in milliseconds */
export async function probe({ port, pid }: Prober, target: string, count: number, parallel: number): Promise<number> {
  const url = `http://127.0.0.1:${port}/probe?module=http_2xx&target=${encodeURIComponent(target)}`;
  const before = cpuMsOf(pid);
  await pLimit(parallel).map(Array.from({ length: count }), async () => {
    const text = await (await fetch(url)).text();
    if (!/^probe_success 1$/m.test(text)) throw new Error(`A probe of ${target} failed:\n${text}`);
  });
  return cpuMsOf(pid) - before;
}
