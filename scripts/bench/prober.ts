import { Workspace } from "@/e2e/lab/harness/workspace";
import { median, memoryMibOf, round } from "@/scripts/bench/measure";
import { goProberVersion, type Prober, probe, startCheckedShop, startGoProber, startOwnProber } from "@/scripts/bench/probers";
import { atLeast, plain, type Row, record } from "@/scripts/bench/report";

// Cold probes per CPU-second compared with Debian's Go prober: the same targets, requested by the same client, in interleaved rounds.

const ROUNDS = 5;
const PROBES_PER_ROUND = { http: 1_500, https: 600 };
const GOALS = { http: 3, https: 1.1 };
/** Go is compiled ahead of time, our code at run time. A prober runs for weeks, so the warm state counts. */
const WARMING_PROBES = { http: 15_000, https: 1_500 };

export async function benchProber(): Promise<void> {
  const workspace = new Workspace("bench");
  try {
    const shop = await startCheckedShop(workspace);
    const ours = await startOwnProber(workspace, shop.rootFile);
    const theirs = await startGoProber(workspace, shop.rootFile);
    const rows: Row[] = [];
    for (const { scheme, url } of shop.addresses)
      for (const parallel of [16, 64]) rows.push(await compare(scheme, url, parallel, ours, theirs));
    record("prober", {
      title: "Cold probes",
      method: `\`npm run prober\` beside prometheus-blackbox-exporter ${goProberVersion()}: the same target and client, both warm, CPU time of the two processes. HTTPS with an EC leaf and X25519.`,
      rows: [...rows, plain("Memory after the run, and of the Go prober", `${mib(ours)} MiB, ${mib(theirs)} MiB`)],
    });
  } finally {
    await workspace.close();
  }
}

const mib = ({ pid }: Prober): number => round(memoryMibOf(pid));

async function compare(scheme: "http" | "https", target: string, parallel: number, ours: Prober, theirs: Prober): Promise<Row> {
  const count = PROBES_PER_ROUND[scheme];
  const perCpuSecond = async (prober: Prober) => (count * 1000) / (await probe(prober, target, count, parallel));
  await probe(ours, target, WARMING_PROBES[scheme], parallel);
  await probe(theirs, target, count, parallel);
  const pairs: { ours: number; theirs: number }[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) pairs.push({ ours: await perCpuSecond(ours), theirs: await perCpuSecond(theirs) });
  const figure = (of: (pair: (typeof pairs)[number]) => number, digits = 0): number => round(median(pairs.map(of)), digits);
  return atLeast(
    `Cold ${scheme} probes per CPU-second against the Go prober, ${parallel} at once`,
    figure((pair) => pair.ours / pair.theirs, 2),
    GOALS[scheme],
    ` (${figure((pair) => pair.ours)} : ${figure((pair) => pair.theirs)})`,
  );
}
