import pLimit from "p-limit";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import type { CheckedShop } from "@/scripts/bench/checked-shop";
import { cpuMsOf } from "@/scripts/bench/measure";
import { startProcess } from "@/scripts/bench/subject";
import { findFreePort } from "@/scripts/dev/ports.mjs";

/** Round trip of the simulated link to the checked shop. */
const ROUND_TRIP_MS = 100;
/** Debian's prometheus-blackbox-exporter, to which our checks are compared. */
const GO_PROBER = "/usr/bin/prometheus-blackbox-exporter";

export interface GoProber {
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
export async function startGoProber(workspace: Workspace, rootFile: string): Promise<GoProber> {
  const port = await findFreePort();
  const config = workspace.write(
    "blackbox.yml",
    `modules:\n  http_2xx:\n    prober: http\n    timeout: 10s\n    http:\n      preferred_ip_protocol: ip4\n      tls_config:\n        ca_file: ${rootFile}\n`,
  );
  const args = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, "--log.level=error"];
  return { port, pid: await startServer(workspace, { program: GO_PROBER, args, host: "127.0.0.1", port }) };
}

/** Probes a target `count` times through a prober. @returns the prober's CPU time in milliseconds */
export async function probe({ port, pid }: GoProber, target: string, count: number, parallel: number): Promise<number> {
  const url = `http://127.0.0.1:${port}/probe?module=http_2xx&target=${encodeURIComponent(target)}`;
  const before = cpuMsOf(pid);
  await pLimit(parallel).map(Array.from({ length: count }), async () => {
    const text = await (await fetch(url)).text();
    if (!/^probe_success 1$/m.test(text)) throw new Error(`A probe of ${target} failed:\n${text}`);
  });
  return cpuMsOf(pid) - before;
}
