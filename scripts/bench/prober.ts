import http from "node:http";
import path from "node:path";
import { cpuMsOf, get, inParallel, median, memoryMibOf } from "@/scripts/bench/measure";
import type { Workshop } from "@/scripts/bench/workshop";
import { ownNode, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

// Cold probes per CPU-second beside the Go prober of Debian: the same targets, asked by the same client, in turns.

const PORTS = { http: 9700, https: 9701, ours: 9702, theirs: 9703 };
const ROUNDS = 5;
const PROBES_PER_ROUND = { http: 1_500, https: 600 };
/** Go is compiled beforehand, our code while it runs: a prober runs for weeks, and what counts is how it runs then. */
const WARMING_PROBES = { http: 15_000, https: 1_500 };

export interface ProberFigures {
  scheme: "http" | "https";
  parallel: number;
  oursPerCpuSecond: number;
  goPerCpuSecond: number;
  /** Median over our rounds divided by theirs. */
  ratio: number;
  oursMib: number;
  goMib: number;
}

export async function benchProber(workshop: Workshop): Promise<ProberFigures[]> {
  const target = [path.join(import.meta.dirname, "target.mjs"), `${PORTS.http}`, `${PORTS.https}`, workshop.certificate, workshop.key];
  await workshop.start(ownNode(), target, { url: `http://127.0.0.1:${PORTS.http}/` });
  const ours = await workshop.start(ownNode(), typescriptArguments("worker/prober.ts"), {
    url: `http://127.0.0.1:${PORTS.ours}/-/healthy`,
    env: {
      ...typescriptEnvironment,
      ...workshop.trust,
      HOST: "127.0.0.1",
      PORT: String(PORTS.ours),
      PROBE_ALLOW_NETWORKS: "127.0.0.0/8",
      EGRESS_ADDRESSES: "",
      CONTROL_ADDRESS: "",
    },
  });
  const theirsPid = await workshop.startGoProber(PORTS.theirs);
  const figures: ProberFigures[] = [];
  for (const scheme of ["http", "https"] as const) {
    for (const parallel of [16, 64]) figures.push(await compare(scheme, parallel, ours.pid, theirsPid));
  }
  return figures;
}

/** Probes a target `count` times through a prober; resolves with the CPU time of that prober in milliseconds. */
export async function probe(count: number, at: { port: number; pid: number; target: string; parallel: number }): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: at.parallel });
  const url = `http://127.0.0.1:${at.port}/probe?module=http_2xx&target=${encodeURIComponent(at.target)}`;
  const before = cpuMsOf(at.pid);
  await inParallel(count, at.parallel, async () => {
    const text = await get(url, agent);
    if (!/^probe_success 1$/m.test(text)) throw new Error(`A probe of ${at.target} failed:\n${text}`);
  });
  agent.destroy();
  return cpuMsOf(at.pid) - before;
}

async function compare(scheme: "http" | "https", parallel: number, oursPid: number, theirsPid: number): Promise<ProberFigures> {
  const target = `${scheme}://127.0.0.1:${PORTS[scheme]}/`;
  const count = PROBES_PER_ROUND[scheme];
  const ours = { port: PORTS.ours, pid: oursPid, target, parallel };
  const theirs = { port: PORTS.theirs, pid: theirsPid, target, parallel };
  const perCpuSecond = async (prober: typeof ours) => (count * 1000) / (await probe(count, prober));
  await probe(WARMING_PROBES[scheme], ours);
  await probe(count, theirs);
  const pairs: [ours: number, theirs: number][] = [];
  for (let index = 0; index < ROUNDS; index += 1) pairs.push([await perCpuSecond(ours), await perCpuSecond(theirs)]);
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
