import { type ChildProcess, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import { endWithBench } from "@/scripts/bench/end-with-bench";
import { startAndWait } from "@/scripts/bench/measure";

const GO_PROBER = "/usr/bin/prometheus-blackbox-exporter";

/** What the measurements of probing share: certificates, the Go prober, and an end for every process that was started. */
export interface Workshop {
  folder: string;
  /** Environment in which our processes trust the bench's certificates. */
  trust: Record<string, string>;
  certificate: string;
  key: string;
  /** Starts a process that ends with the workshop. */
  start(
    command: string,
    args: readonly string[],
    options: { env?: Record<string, string>; url: string },
  ): Promise<ChildProcess & { pid: number }>;
  startGoProber(port: number): Promise<number>;
  /** Ends what was started elsewhere with the workshop too. */
  adopt(child: ChildProcess): void;
  close(): void;
}

export async function openWorkshop(): Promise<Workshop> {
  if (!fs.existsSync(GO_PROBER)) throw new Error("Install Debian's prometheus-blackbox-exporter for this comparison.");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-bench-"));
  const authority = await makeCertificateAuthority({ name: "Mooring bench" });
  const issued = await authority.issue(["127.0.0.1"]);
  const file = (name: string, text: string): string => {
    fs.writeFileSync(path.join(folder, name), text, { mode: 0o600 });
    return path.join(folder, name);
  };
  const trusted = file("ca.pem", authority.rootPem);
  const config = file(
    "blackbox.yml",
    `modules:\n  http_2xx:\n    prober: http\n    timeout: 10s\n    http:\n      preferred_ip_protocol: ip4\n      tls_config:\n        ca_file: ${trusted}\n`,
  );
  const children: ChildProcess[] = [];
  const start: Workshop["start"] = async (command, args, options) => {
    const child = await startAndWait(command, args, options);
    children.push(child);
    endWithBench(child.pid);
    return child;
  };
  return {
    folder,
    trust: { NODE_EXTRA_CA_CERTS: trusted },
    certificate: file("cert.pem", issued.cert),
    key: file("key.pem", issued.key),
    start,
    async startGoProber(port) {
      const args = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, "--log.level=error"];
      return (await start(GO_PROBER, args, { url: `http://127.0.0.1:${port}/-/healthy` })).pid;
    },
    adopt(child) {
      children.push(child);
      endWithBench(child.pid);
    },
    close() {
      for (const child of children) child.kill();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Version of the Go prober, for the report. */
export function goProberVersion(): string {
  const text = execFileSync(GO_PROBER, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return /version (\S+)/.exec(text)?.[1] ?? "";
}
