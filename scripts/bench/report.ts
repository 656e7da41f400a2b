import type { CheckFigures } from "@/scripts/bench/checks";
import type { ProberFigures } from "@/scripts/bench/prober";
import type { SyncFigures } from "@/scripts/bench/sync";

/** What docs/benchmarks.json holds; a part that was not measured yet is missing. */
export interface Figures {
  measuredOn: string;
  node: string;
  cpu: string;
  goProber?: string;
  prober?: ProberFigures[];
  checks?: CheckFigures[];
  sync?: SyncFigures;
}

interface Row {
  what: string;
  figure: string;
  /** Null for a figure without a goal. */
  goal: string | null;
  isReached: boolean;
}

const atLeast = (what: string, value: number, goal: number, beside = ""): Row => ({
  what,
  figure: `${value}${beside}`,
  goal: `≥ ${goal}`,
  isReached: value >= goal,
});
const atMost = (what: string, value: number, goal: number, unit = "", beside = ""): Row => ({
  what,
  figure: `${value}${unit}${beside}`,
  goal: `≤ ${goal}${unit}`,
  isReached: value <= goal,
});
const plain = (what: string, figure: string): Row => ({ what, figure, goal: null, isReached: true });

const proberRow = ({ scheme, parallel, ratio, oursPerCpuSecond, goPerCpuSecond }: ProberFigures): Row =>
  atLeast(
    `Cold ${scheme} probes per CPU-second against the Go prober, ${parallel} at once`,
    ratio,
    scheme === "http" ? 3 : 1.1,
    ` (${oursPerCpuSecond} : ${goPerCpuSecond})`,
  );

function checkRows(figures: CheckFigures): Row[] {
  const { scheme, requests, cpuMs, goCpuMsOf30Probes, ratio, ratioOfEachRequest, wallMs, farWallMs, extraMibOf200, cold } = figures;
  return [
    // A healthy check needs fewer requests than the matrix has cells, which says nothing of what each costs: the goal is judged by request.
    atMost(
      `CPU of one request of a check over ${scheme}, verdict included, against one probe of the Go prober`,
      ratioOfEachRequest,
      scheme === "http" ? 0.1 : 0.2,
    ),
    plain(
      `The whole check of ${requests} requests over ${scheme} against 30 probes of the Go prober`,
      `${ratio} (${cpuMs} ms : ${goCpuMsOf30Probes} ms)`,
    ),
    atMost(`Requests of a healthy check over ${scheme}`, requests, 12),
    atMost(`Healthy check over ${scheme}, wall time on loopback`, wallMs, 150, " ms"),
    atMost(`Healthy check over ${scheme}, wall time with a round trip of 100 ms`, farWallMs, 1_200, " ms"),
    atMost(`Memory that 200 checks at once over ${scheme} add`, extraMibOf200, 60, " MiB"),
    atMost(`Connections over ${scheme} reported as cold that were reused`, figures.coldButReused, 0, "", ` of ${cold}`),
  ];
}

function syncRows({ importAgainstFetch, storingAgainstCopy, unchanged }: SyncFigures): Row[] {
  return [
    ...importAgainstFetch.map(({ delayMs, ratio, importMs, fetchMs }) =>
      atMost(
        `Import against merely fetching the same pages, from a shop that takes ${delayMs} ms to answer`,
        ratio,
        1.1,
        "",
        ` (${importMs} ms : ${fetchMs} ms)`,
      ),
    ),
    atLeast("Rows stored per second against COPY of the same rows", storingAgainstCopy.ratio, 0.3),
    plain("Syncs without news, one worker", `${unchanged.syncsPerSecond} a second, ${unchanged.cpuMsEach} ms CPU each`),
  ];
}

const table = (rows: readonly Row[]): string =>
  [
    "| what | figure | goal | reached |",
    "|---|---|---|---|",
    ...rows.map(
      ({ what, figure, goal, isReached }) =>
        `| ${what} | ${figure} | ${goal ?? "–"} | ${goal === null ? "–" : isReached ? "yes" : "**no**"} |`,
    ),
  ].join("\n");

/** The figures as a page: what was measured, how, beside which goal. */
export function writeReport(figures: Figures): string {
  const { prober, checks, sync, goProber } = figures;
  const parts = [
    "# Benchmarks",
    `Written by \`npm run bench\` on ${figures.measuredOn} (Node ${figures.node}, ${figures.cpu}); \`npm run bench -- prober\`, \`checks\` or \`sync\` measures one part anew. Absolute figures wander by a factor of two on shared machines; ratios come from rounds of one run that take turns, and are their median.`,
  ];
  if (prober) {
    parts.push(
      "## Cold probes",
      `\`npm run prober\` beside prometheus-blackbox-exporter ${goProber ?? ""}: the same target and client, both warm, CPU time of the two processes. HTTPS with an EC leaf and X25519. Memory after the run: ${prober.at(-1)?.oursMib ?? "?"} MiB, Go ${prober.at(-1)?.goMib ?? "?"} MiB.`,
      table(prober.map(proberRow)),
    );
  }
  if (checks) {
    parts.push(
      "## Checks",
      "A healthy WooCommerce in another process, two published addresses and a control address, no keys. The 30 probes are what two User-Agents, five methods and three addresses take when each is asked cold, of the same address as the check's first request; the check comes to its verdict with fewer. The shop numbers the requests of each connection, so that a connection called cold that was not is seen from outside. The round trip is made by a relay that delays both directions, and the first bytes once more for the handshake of TCP.",
      table(checks.flatMap(checkRows)),
    );
  }
  if (sync) {
    parts.push(
      "## Orders",
      "A PostgreSQL of its own, thrown away afterwards; shops in processes of their own; 3,000 orders.",
      table(syncRows(sync)),
    );
  }
  return `${parts.join("\n\n")}\n`;
}
