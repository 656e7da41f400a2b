import { execFileSync } from "node:child_process";
import pLimit from "p-limit";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import { cpuMsOf } from "@/scripts/bench/measure";
import { ownNode, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

/** Debian's prometheus-blackbox-exporter, which our probes are compared with. */
const GO_PROBER = "/usr/bin/prometheus-blackbox-exporter";

export interface Prober {
  port: number;
  pid: number;
}

/** A certificate for loopback, and the environment in which Node trusts it. */
export async function makeCertificate(workspace: Workspace) {
  const authority = await makeCertificateAuthority({ name: "Mooring bench" });
  const { cert, key } = await authority.issue(["127.0.0.1"]);
  const trusted = workspace.write("ca.pem", authority.rootPem);
  return {
    certificate: workspace.write("cert.pem", cert),
    key: workspace.write("key.pem", key),
    trusted,
    trust: { NODE_EXTRA_CA_CERTS: trusted },
  };
}

export async function startGoProber(workspace: Workspace, trusted: string, port: number): Promise<Prober> {
  const config = workspace.write(
    "blackbox.yml",
    `modules:\n  http_2xx:\n    prober: http\n    timeout: 10s\n    http:\n      preferred_ip_protocol: ip4\n      tls_config:\n        ca_file: ${trusted}\n`,
  );
  const args = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, "--log.level=error"];
  return { port, pid: await startServer(workspace, { program: GO_PROBER, args, host: "127.0.0.1", port }) };
}

export function goProberVersion(): string {
  const text = execFileSync(GO_PROBER, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return /version (\S+)/.exec(text)?.[1] ?? "";
}

/** Starts a TypeScript file that listens on `port`. */
export const startTypescript = (workspace: Workspace, file: string, args: readonly (string | number)[], port: number, env = {}) =>
  startServer(workspace, {
    ...{ program: ownNode(), args: typescriptArguments(file, args.map(String)), host: "127.0.0.1", port },
    env: { ...typescriptEnvironment, ...env },
  });

/** Probes a target `count` times through a prober. @returns the CPU time of that prober in milliseconds */
export async function probe({ port, pid }: Prober, target: string, count: number, parallel: number): Promise<number> {
  const url = `http://127.0.0.1:${port}/probe?module=http_2xx&target=${encodeURIComponent(target)}`;
  const before = cpuMsOf(pid);
  await pLimit(parallel).map(Array.from({ length: count }), async () => {
    const text = await (await fetch(url)).text();
    if (!/^probe_success 1$/m.test(text)) throw new Error(`A probe of ${target} failed:\n${text}`);
  });
  return cpuMsOf(pid) - before;
}
