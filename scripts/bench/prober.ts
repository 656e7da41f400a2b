import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import { cpuMsOf, get, inParallel, median, memoryMibOf, startAndWait } from "@/scripts/bench/measure";
import { ownNode, typescriptArguments, typescriptEnvironment } from "@/scripts/typescript.mjs";

// Cold probes per CPU-second beside the Go prober of Debian: the same targets, asked by the same client, in turns.

const GO_PROBER = "/usr/bin/prometheus-blackbox-exporter";
const PORTS = { http: 9700, https: 9701, ours: 9702, theirs: 9703 };
const ROUNDS = 7;
const PROBES_PER_ROUND = 800;

export interface ProberFigures {
  scheme: "http" | "https";
  parallel: number;
  oursPerCpuSecond: number;
  goPerCpuSecond: number;
  /** Median over the rounds of ours divided by theirs. */
  ratio: number;
  oursMib: number;
  goMib: number;
}

export async function benchProber(): Promise<ProberFigures[]> {
  if (!fs.existsSync(GO_PROBER)) throw new Error("Install Debian's prometheus-blackbox-exporter for this comparison.");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-bench-"));
  const authority = await makeCertificateAuthority({ name: "Mooring bench" });
  const certificate = await authority.issue(["127.0.0.1"]);
  fs.writeFileSync(path.join(folder, "ca.pem"), authority.rootPem);
  fs.writeFileSync(path.join(folder, "cert.pem"), certificate.cert);
  fs.writeFileSync(path.join(folder, "key.pem"), certificate.key, { mode: 0o600 });
  fs.writeFileSync(
    path.join(folder, "blackbox.yml"),
    `modules:\n  http_2xx:\n    prober: http\n    timeout: 10s\n    http:\n      preferred_ip_protocol: ip4\n      tls_config:\n        ca_file: ${folder}/ca.pem\n`,
  );
  const children: { kill(): boolean }[] = [];
  try {
    children.push(
      await startAndWait(
        ownNode(),
        [
          path.join(import.meta.dirname, "target.mjs"),
          String(PORTS.http),
          String(PORTS.https),
          path.join(folder, "cert.pem"),
          path.join(folder, "key.pem"),
        ],
        {
          url: `http://127.0.0.1:${PORTS.http}/`,
        },
      ),
    );
    const ours = await startAndWait(ownNode(), typescriptArguments("worker/prober.ts"), {
      url: `http://127.0.0.1:${PORTS.ours}/-/healthy`,
      env: {
        ...typescriptEnvironment,
        HOST: "127.0.0.1",
        PORT: String(PORTS.ours),
        PROBE_ALLOW_NETWORKS: "127.0.0.0/8",
        NODE_EXTRA_CA_CERTS: path.join(folder, "ca.pem"),
        EGRESS_ADDRESSES: "",
        CONTROL_ADDRESS: "",
      },
    });
    children.push(ours);
    const theirs = await startAndWait(
      GO_PROBER,
      [`--config.file=${folder}/blackbox.yml`, `--web.listen-address=127.0.0.1:${PORTS.theirs}`, "--log.level=error"],
      {
        url: `http://127.0.0.1:${PORTS.theirs}/-/healthy`,
      },
    );
    children.push(theirs);

    const figures: ProberFigures[] = [];
    for (const scheme of ["http", "https"] as const) {
      for (const parallel of [16, 64]) figures.push(await compare(scheme, parallel, ours.pid, theirs.pid));
    }
    return figures;
  } finally {
    for (const child of children) child.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(scheme: "http" | "https", parallel: number, oursPid: number, theirsPid: number): Promise<ProberFigures> {
  const target = encodeURIComponent(`${scheme}://127.0.0.1:${PORTS[scheme]}/`);
  const agent = new http.Agent({ keepAlive: true, maxSockets: parallel });
  const round = async (port: number, pid: number): Promise<number> => {
    const before = cpuMsOf(pid);
    await inParallel(PROBES_PER_ROUND, parallel, async () => {
      const text = await get(`http://127.0.0.1:${port}/probe?module=http_2xx&target=${target}`, agent);
      if (!/^probe_success 1$/m.test(text)) throw new Error(`A probe over ${scheme} failed:\n${text}`);
    });
    return PROBES_PER_ROUND / ((cpuMsOf(pid) - before) / 1000);
  };
  await round(PORTS.ours, oursPid); // warm both: compiled code, open client connections
  await round(PORTS.theirs, theirsPid);
  const pairs: [ours: number, theirs: number][] = [];
  for (let index = 0; index < ROUNDS; index += 1) pairs.push([await round(PORTS.ours, oursPid), await round(PORTS.theirs, theirsPid)]);
  agent.destroy();
  return {
    scheme,
    parallel,
    oursPerCpuSecond: Math.round(median(pairs.map(([a]) => a))),
    goPerCpuSecond: Math.round(median(pairs.map(([, b]) => b))),
    ratio: Number(median(pairs.map(([a, b]) => a / b)).toFixed(2)),
    oursMib: Math.round(memoryMibOf(oursPid)),
    goMib: Math.round(memoryMibOf(theirsPid)),
  };
}

/** Version of the Go prober, for the report. */
export const goProberVersion = (): string =>
  execFileSync(GO_PROBER, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).split("\n")[0] ?? "";
